import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { CutoverError } from '../errors.ts';
import { driftKinds, type SchemaModel } from './model.ts';

/** Of the file's form: a reader takes no other. */
const version = 1;

const itemSchema = z.object({
  kind: z.enum(driftKinds),
  name: z.string(),
  path: z.array(z.string()),
  of: z.string().optional(),
  facts: z.record(z.string(), z.string()),
  owner: z.string().optional(),
  at: z.number().optional(),
  ddl: z.string().optional(),
  undo: z.string().optional(),
  needs: z.array(z.string()).optional(),
  plain: z.literal(false).optional(),
});

const snapshotSchema = z.object({
  cutoverSchema: z.literal(version),
  savedAt: z.string(),
  hash: z.string(),
  of: z.string(),
  vocabulary: z.enum(['postgresql', 'prisma']),
  serverVersion: z.number(),
  schemas: z.array(z.string()),
  only: z.array(z.string()).optional(),
  silent: z.array(z.string()),
  mute: z.array(z.enum(driftKinds)).optional(),
  items: z.array(itemSchema),
});

/** Writes a model to a file, one item a line, so that two of them can be compared by eye. Throws `config.invalid`. */
export async function saveSnapshot(file: string, model: SchemaModel, hash: string, savedAt: Date): Promise<void> {
  const { items, truth: _, label, notes: __, history: ___, ...rest } = model;
  const head = JSON.stringify({ cutoverSchema: version, savedAt: savedAt.toISOString(), hash, of: label, ...rest });
  const lines = items.map((item) => JSON.stringify(item)).join(',\n');
  try {
    await writeFile(file, `${head.slice(0, -1)},"items":[\n${lines}\n]}\n`);
  } catch (cause) {
    throw new CutoverError('config.invalid', `the snapshot ${file} could not be written: ${(cause as Error).message}`, {
      hint: 'Give --save a file in a folder that is there and can be written to.',
      cause,
    });
  }
}

/** Reads what {@link saveSnapshot} wrote. Throws `config.invalid`. */
export async function readSnapshot(file: string): Promise<SchemaModel> {
  try {
    const {
      cutoverSchema: _,
      savedAt,
      hash: __,
      of,
      ...model
    } = snapshotSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    // What a file leaves out and what it has as undefined is the same, and the model's types tell the two apart.
    return {
      ...(model as Omit<SchemaModel, 'truth' | 'label' | 'notes'>),
      truth: 'snapshot',
      label: `${of}, as saved at ${savedAt}`,
      notes: [],
    };
  } catch (cause) {
    throw new CutoverError('config.invalid', `${file} is no snapshot of a schema`, {
      hint: "'cutover drift --save FILE' writes one.",
      cause,
    });
  }
}
