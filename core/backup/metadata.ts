import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CutoverError } from '../errors.ts';

export const metadataFile = 'metadata.json';

const count = z.number().int().nonnegative();

/**
 * How the values of a column are written, so that they come back bit for bit:
 * - `value`: as to_jsonb makes it: a number, true or false, or the type's own text;
 * - `float`: the same, but -0, which is no JSON number of the server's, is text;
 * - `array`: a JSON array, but text where its bounds do not begin at 1;
 * - `jsonb`: as it is; SQL's NULL is a key that is not there, since JSON has a null of its own;
 * - `json`: as text, since jsonb knows no blanks, no order and no key twice;
 * - `text`: by the type's output function: composites, and types of extensions, whose casts to JSON may lose something.
 */
const formSchema = z.enum(['value', 'float', 'array', 'jsonb', 'json', 'text']);
export type Form = z.infer<typeof formSchema>;

const sequenceSchema = z.object({
  schema: z.string(),
  name: z.string(),
  lastValue: z.string().regex(/^-?\d+$/),
  isCalled: z.boolean(),
});

const tableSchema = z.object({
  schema: z.string(),
  name: z.string(),
  /** Beside metadata.json. Nothing in it may lead out of the folder. */
  file: z.string().regex(/^[\w%~.-]+\.json$/),
  rows: count,
  bytes: count,
  /** SHA-256 of the file, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Sum of the rows' hashes as the server computed it, for a restore to be held against. */
  checksum: z.string(),
  /** Columns of the rows, generated ones left out, in the order in which the checksum has them. */
  columns: z.array(z.object({ name: z.string(), type: z.string(), form: formSchema })),
  /** True for those rows of an extension's configuration table that are not the extension's own. */
  partial: z.boolean(),
  /** Where the sequences of its columns stood. */
  sequences: z.array(sequenceSchema),
});

/** What metadata.json holds. It is written last: a folder without it is no backup. */
export const metadataSchema = z.object({
  v: z.literal(1),
  backupId: z.string(),
  /** Reference of the hosted project; the database's name where it is none. */
  projectRef: z.string(),
  databaseName: z.string(),
  /** ISO time of the one moment whose rows are in it. */
  timestamp: z.iso.datetime(),
  /** Where it was written. A folder that was moved is as good. */
  backupPath: z.string(),
  toolVersion: z.string(),
  /** `server_version_num` */
  serverVersion: count,
  /** `schema.name`, in the order in which they were read. */
  tables: z.array(z.string()),
  rowCounts: z.record(z.string(), count),
  /** The same tables with what a restore needs. */
  files: z.array(tableSchema),
});

export type BackupMetadata = z.infer<typeof metadataSchema>;
export type BackedUpTable = z.infer<typeof tableSchema>;
export type SequencePosition = z.infer<typeof sequenceSchema>;

/** Reads metadata.json of a backup. Throws `backup.damaged`. */
export async function readMetadata(folder: string): Promise<BackupMetadata> {
  const path = join(folder, metadataFile);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const reason = missing ? `there is no ${metadataFile} in it` : String(cause);
    throw new CutoverError('backup.damaged', `${folder} is no finished backup: ${reason}`, {
      hint: 'Give the folder of a backup, backup_<project>_<time>. One that ends in .unfinished was stopped: take it again.',
      cause,
    });
  }
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CutoverError('backup.damaged', `${path} cannot be read: it is not what cutover wrote`, {
      hint: 'Take the backup from another copy; nothing was changed on the target.',
      cause,
    });
  }
}

/** Longest name of a file that every file system takes, less room for what makes it unique. */
const longestName = 200;

/**
 * `auth_users.json`: the file of a table, in characters that every file system takes and that no shell reads. `taken`
 * holds the names that are given, in lower case, and gets this one. Pure but for that.
 */
export function fileName(schema: string, name: string, taken: Set<string>): string {
  const plain = `${schema}_${name}`.replaceAll(/[^\w-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  const base = plain.slice(0, longestName).replace(/%.?$/, '');
  for (let copy = 1; ; copy += 1) {
    const candidate = `${base}${copy === 1 ? '' : `~${copy}`}.json`;
    if (taken.has(candidate.toLowerCase())) continue;
    taken.add(candidate.toLowerCase());
    return candidate;
  }
}
