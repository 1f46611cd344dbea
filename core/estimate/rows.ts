import { CutoverError } from '../errors.ts';
import type { Table } from '../inventory/types.ts';
import { quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';

/** Below this a count takes milliseconds, and statistics are most often missing. */
const countedBytes = 8 * 1024 * 1024;
const tablesAtOnce = 200;
const limitMs = 10_000;
const queryCanceled = '57014';

/**
 * Rows by table key: counted where a table is small, else what the statistics say. Where counting takes too long
 * after all, the statistics stand. Throws CutoverError.
 */
export async function readRows(source: Session, tables: readonly Table[]): Promise<ReadonlyMap<string, number>> {
  const rows = new Map(tables.map(({ key, estimatedRows }) => [key, estimatedRows]));
  const small = tables.filter(({ bytes }) => bytes <= countedBytes);
  const deadline = performance.now() + limitMs;
  for (let first = 0; first < small.length; first += tablesAtOnce) {
    const left = Math.floor(deadline - performance.now());
    if (left <= 0) break;
    const counts = await count(source, small.slice(first, first + tablesAtOnce), left);
    if (!counts) break;
    for (const { key, count } of counts) rows.set(key, count);
  }
  return rows;
}

async function count(
  source: Session,
  tables: readonly Table[],
  limit: number,
): Promise<readonly { readonly key: string; readonly count: number }[] | undefined> {
  const counts = tables.map(
    ({ schema, name, where }, index) =>
      `SELECT ${index} AS place, pg_catalog.count(*)::float8 AS count FROM ONLY ${quoteQualified(schema, name)}${where === undefined ? '' : ` WHERE ${where}`}`,
  );
  await source.execute(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${limit}`);
  try {
    const rows = await source.query<{ place: number; count: number }>(counts.join(' UNION ALL '));
    return rows.flatMap(({ place, count }) => {
      const table = tables[place];
      return table ? [{ key: table.key, count }] : [];
    });
  } catch (error) {
    if (error instanceof CutoverError && error.sqlState === queryCanceled) return undefined;
    throw error;
  } finally {
    await source.execute('ROLLBACK');
  }
}
