import { CutoverError, toCutoverError } from '../../errors.ts';
import { splitDump } from '../../plan/entries.ts';
import { dumpSchema } from '../../postgres/dump/dump.ts';
import { quoteIdentifier } from '../../postgres/identifiers.ts';
import type { Session } from '../../postgres/session.ts';
import type { Scratch } from '../../scratch/scratch.ts';
import { bookkeepingSchemas } from './schema-text.ts';

const rolesSql = `
  SELECT r.rolname AS name FROM pg_catalog.pg_roles r WHERE r.rolname !~ '^pg_' ORDER BY 1`;

const extensionHead = /^CREATE EXTENSION IF NOT EXISTS ("(?:[^"]|"")+"|[^\s;]+)/m;

/**
 * Makes on a scratch database what a target has: roles, without login, and every object of its schema, no rows. An
 * extension that is not packaged here is stood in for by an empty one of its name; objects that need what is in it are
 * left out, and named in the answer. Throws CutoverError for the target.
 */
export async function loadTargetSchema(target: Session, scratch: Scratch, into: Session): Promise<string[]> {
  const [wanted, there] = [
    await target.query<{ name: string }>(rolesSql),
    await into.query<{ name: string }>(rolesSql),
  ];
  const known = new Set(there.map(({ name }) => name));
  for (const { name } of wanted) if (!known.has(name)) await into.execute(`CREATE ROLE ${quoteIdentifier(name)}`);
  const dump = splitDump(await dumpSchema(target, { owners: true, excludeSchemas: bookkeepingSchemas }));
  const leftOut: string[] = [];
  for (const { sql, name, type } of dump.entries) {
    if (sql === '') continue;
    try {
      await runEntry(into, sql);
    } catch (thrown) {
      const error = toCutoverError(thrown);
      if (into.broken) throw error;
      const [, quoted] = extensionHead.exec(sql) ?? [];
      const extension = quoted?.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted;
      if (extension !== undefined && (await scratch.standIn(extension))) {
        try {
          await runEntry(into, sql);
          continue;
        } catch {
          // Said below, with what the server said first.
        }
      }
      leftOut.push(`${type.toLowerCase()} ${name} (${error.message.replace(/^target: /, '')})`);
    }
  }
  return leftOut;
}

/** One object at a time and each as a whole: what cannot be made here leaves nothing behind. */
async function runEntry(session: Session, sql: string): Promise<void> {
  await session.execute('BEGIN');
  try {
    await session.execute(sql);
    await session.execute('COMMIT');
  } catch (error) {
    if (!session.broken) await session.execute('ROLLBACK');
    throw error;
  }
}

const tablesSql = `
  SELECT n.nspname AS schema, c.relname AS name,
    (SELECT pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY a.attnum) FROM pg_catalog.pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND n.nspname <> ALL ($1::pg_catalog.text[])
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
      AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY 1, 2`;

export interface SampleTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
}

/** Tables of a database that can hold a sample of rows, with the columns that are written. Throws CutoverError. */
export async function sampleTables(session: Session): Promise<SampleTable[]> {
  const rows = await session.query<{ schema: string; name: string; columns: string[] | null }>(tablesSql, [
    bookkeepingSchemas,
  ]);
  return rows.flatMap(({ schema, name, columns }) => (columns === null ? [] : [{ schema, name, columns }]));
}

/** What stops a rehearsal before the migration itself comes to it. */
export function cannotRehearse(message: string, hint: string, cause?: unknown): CutoverError {
  return new CutoverError('migrations.failed', message, { hint, ...(cause === undefined ? {} : { cause }) });
}
