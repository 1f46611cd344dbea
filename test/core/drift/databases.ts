import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { readSchema } from '../../../core/drift/read/database.ts';
import type { SchemaModel } from '../../../core/drift/model.ts';
import { connect, type Session } from '../../../core/postgres/session.ts';
import { createScratch, type Scratch, type ScratchDatabase } from '../../../core/scratch/scratch.ts';

/** A scratch server for all tests of a file, with the roles that the cases name. */
export function useScratch(): () => Scratch {
  let scratch: Scratch | undefined;
  beforeAll(async () => {
    scratch = await createScratch();
    const database = await scratch.database();
    await database.execute('CREATE ROLE reader; CREATE ROLE keeper');
  });
  afterAll(() => scratch?.stop());
  return () => {
    if (scratch === undefined) throw new Error('The server is there inside tests and hooks only.');
    return scratch;
  };
}

async function databaseWith(scratch: Scratch, ...scripts: readonly string[]): Promise<ScratchDatabase> {
  const database = await scratch.database();
  for (const script of scripts) if (script !== '') await database.execute(script);
  return database;
}

/** A session on a database of its own, for changes that are read and taken back. */
export async function openScratch(scratch: Scratch, ...scripts: readonly string[]): Promise<Session> {
  const { url } = await databaseWith(scratch, ...scripts);
  const session = await connect({ end: 'target', url, purpose: 'test' });
  onTestFinished(() => session.close());
  return session;
}

/** What the schema is after these statements; they are taken back. */
export async function modelAfter(session: Session, ...scripts: readonly string[]): Promise<SchemaModel> {
  return await inTransaction(session, async () => {
    for (const script of scripts) if (script !== '') await session.execute(script);
    return await readSchema(session, { truth: 'target', label: 'changed' });
  });
}

/** Runs `work` in a transaction that is rolled back. The search_path is ours again after each. */
async function inTransaction<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
  await session.execute('BEGIN');
  try {
    return await work();
  } finally {
    await session.execute('ROLLBACK');
  }
}
