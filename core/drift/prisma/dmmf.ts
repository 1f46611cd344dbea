import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { CutoverError } from '../../errors.ts';

const value = z.union([z.string(), z.number(), z.boolean()]);

const field = z.object({
  name: z.string(),
  dbName: z.string().nullish(),
  kind: z.string(),
  isList: z.boolean(),
  isRequired: z.boolean(),
  isId: z.boolean(),
  type: z.string(),
  nativeType: z.tuple([z.string(), z.array(z.string())]).nullish(),
  default: z.union([value, z.array(value), z.object({ name: z.string(), args: z.array(z.unknown()) })]).optional(),
  isUpdatedAt: z.boolean().optional(),
  relationName: z.string().optional(),
  relationFromFields: z.array(z.string()).optional(),
  relationToFields: z.array(z.string()).optional(),
  relationOnDelete: z.string().optional(),
});

const model = z.object({
  name: z.string(),
  dbName: z.string().nullish(),
  schema: z.string().nullish(),
  fields: z.array(field),
  primaryKey: z.object({ fields: z.array(z.string()) }).nullish(),
});

const index = z.object({
  model: z.string(),
  type: z.string(),
  dbName: z.string().optional(),
  algorithm: z.string().optional(),
  fields: z.array(
    z.object({ name: z.string(), sortOrder: z.string().optional(), operatorClass: z.string().optional() }),
  ),
});

/** What cutover needs of Prisma's data model; fields that later versions add are passed over. */
const dmmfSchema = z.object({
  datamodel: z.object({
    enums: z.array(
      z.object({
        name: z.string(),
        dbName: z.string().nullish(),
        values: z.array(z.object({ name: z.string(), dbName: z.string().nullish() })),
      }),
    ),
    models: z.array(model),
    indexes: z.array(index).default([]),
  }),
});

export type Dmmf = z.infer<typeof dmmfSchema>['datamodel'];
export type DmmfModel = z.infer<typeof model>;
export type DmmfField = z.infer<typeof field>;
export type DmmfIndex = z.infer<typeof index>;

/** A file of a Prisma schema: its name in messages, and its text. */
export type PrismaFile = readonly [string, string];

/** URLs moved out of the schema's text with Prisma 7, and its parser refuses them; they are none of ours. */
const url = /^(\s*)(?:url|directUrl|shadowDatabaseUrl)\s*=.*$/gm;

/** Reads a schema by Prisma's own parser. Throws `config.invalid` with what that says. */
export async function readDmmf(files: readonly PrismaFile[]): Promise<Dmmf> {
  // Three megabytes of WebAssembly, for those alone who compare with Prisma.
  const { get_dmmf: parse } = await import('@prisma/prisma-schema-wasm');
  const prismaSchema = files.map(([name, text]) => [name, text.replaceAll(url, '$1')]);
  try {
    return dmmfSchema.parse(JSON.parse(parse(JSON.stringify({ prismaSchema })))).datamodel;
  } catch (cause) {
    throw new CutoverError('config.invalid', `Prisma does not take the schema: ${complaint(cause)}`, {
      hint: "'prisma validate' shows the same, with the place in the file.",
      cause,
    });
  }
}

/** Prisma's parser throws JSON whose message is drawn for a terminal. */
function complaint(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  try {
    const { message } = z.object({ message: z.string() }).parse(JSON.parse(text));
    const lines = stripVTControlCharacters(message)
      .split('\n')
      .map((line) => line.trim());
    return lines
      .filter((line) => line !== '' && !/^(?:\d+ )?\|/.test(line))
      .slice(0, 2)
      .join(' ');
  } catch {
    return text.split('\n')[0] ?? '';
  }
}
