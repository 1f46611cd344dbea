import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from './files.ts';
import type { MigrationFile } from './folder.ts';
import { makeFolder } from '../folders.ts';

const testRecordSchema = z.object({
  v: z.literal(1),
  version: z.string(),
  name: z.string(),
  /** Of the migration, and of its way back. */
  hash: z.string(),
  rollbackHash: z.string(),
  verdict: z.enum(['passed', 'failed']),
  /** Why it failed; empty where it passed. */
  reason: z.string(),
  /** ISO time. */
  testedAt: z.string(),
  /** What the scratch server held: a target's schema, or the folder's. */
  against: z.string(),
  /** Rows that were copied along. */
  rows: z.number(),
  seconds: z.number(),
  toolVersion: z.string(),
});

/** What a test found, kept beside the file it is about: `testing/<name>.json`. */
export type TestRecord = z.infer<typeof testRecordSchema>;

/** `stale`: the file or its way back has changed since it passed. */
export type TestVerdict = 'passed' | 'failed' | 'stale' | 'no';

export function testVerdict(
  record: TestRecord | undefined,
  file: Pick<MigrationFile, 'hash'>,
  twin: Pick<MigrationFile, 'hash'> | undefined,
): TestVerdict {
  if (record === undefined) return 'no';
  if (record.hash !== file.hash || record.rollbackHash !== (twin?.hash ?? '')) return 'stale';
  return record.verdict;
}

const folderName = 'testing';

/** The records of all tests, by version. One that cannot be read counts as none. */
export async function readTestRecords(root: string): Promise<Map<string, TestRecord>> {
  const records = new Map<string, TestRecord>();
  const names = await readdir(join(root, folderName)).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const text = await readFile(join(root, folderName, name), 'utf8').catch(() => '');
    const parsed = testRecordSchema.safeParse(parseJson(text));
    if (parsed.success) records.set(parsed.data.version, parsed.data);
  }
  return records;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Writes a record over an older one, at once or not at all. Throws `migrations.folder`. */
export async function writeTestRecord(root: string, record: TestRecord): Promise<void> {
  await makeFolder(join(root, folderName));
  await replaceFile(join(root, folderName, `${record.name}.json`), `${JSON.stringify(record, undefined, 2)}\n`);
}
