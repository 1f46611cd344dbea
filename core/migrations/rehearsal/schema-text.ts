import { identifyEntries, splitDump } from '../../plan/entries.ts';
import { dumpSchema } from '../../postgres/dump/dump.ts';
import { connect } from '../../postgres/session.ts';

/** Of the tools that keep account of the schema: what they note is no part of it. */
export const bookkeepingSchemas: readonly string[] = ['supabase_migrations', 'cutover'];

/** Every object of a database by its kind and name, with the SQL that makes it, as pg_dump writes it. */
export type SchemaText = ReadonlyMap<string, string>;

/** Reads the schema of a database; takes a connection of its own for it. Throws CutoverError. */
export async function readSchemaText(url: string): Promise<SchemaText> {
  const session = await connect({ end: 'target', url, purpose: 'schema' });
  try {
    const dump = await dumpSchema(session, { owners: true, excludeSchemas: bookkeepingSchemas });
    return new Map(identifyEntries(splitDump(dump).entries).map(({ id, sql }) => [id, sql]));
  } finally {
    await session.close();
  }
}

/** What one schema has, lacks or has otherwise than another; empty where they are equal. Pure. */
export function schemaDifferences(before: SchemaText, after: SchemaText): string[] {
  const gone = [...before.keys()].filter((id) => !after.has(id)).map((id) => `${id} is gone`);
  const left = [...after.keys()].filter((id) => !before.has(id)).map((id) => `${id} is left`);
  const other = [...before].flatMap(([id, sql]) => {
    const now = after.get(id);
    return now === undefined || now === sql ? [] : [`${id} is other than before${lineThatDiffers(sql, now)}`];
  });
  return [...gone, ...left, ...other];
}

/** Lines that only one of the two has, whatever their order and the commas behind them. */
function lineThatDiffers(before: string, after: string): string {
  const [was, is] = [linesOf(before), linesOf(after)];
  const more = [...is].filter((line) => !was.has(line)).map((line) => `has "${line}"`);
  const less = [...was].filter((line) => !is.has(line)).map((line) => `lacks "${line}"`);
  const all = [...more, ...less];
  return all.length === 0 ? ', in its order' : `, ${all.slice(0, 3).join(', ')}`;
}

function linesOf(sql: string): Set<string> {
  return new Set(sql.split('\n').map((line) => line.trim().replace(/[,;]$/, '')));
}
