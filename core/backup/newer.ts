import { CutoverError } from '../errors.ts';
import { displayName, quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { type RowTable, writtenColumns } from './columns.ts';

/** Columns in which applications write down when a row was written. */
const timeColumn = /^(?:created|updated|inserted|modified|changed|deleted|last_\w+)_(?:at|on)$/;

const keysSql = `
  SELECT i.indrelid AS oid, pg_catalog.array_agg(a.attname::text ORDER BY a.attnum) AS columns
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
  WHERE i.indrelid = ANY ($1::oid[]) AND i.indisprimary
  GROUP BY i.indrelid`;

/** What the target had before, table by table, in temporary tables that go with the transaction. */
export interface Remembered {
  readonly table: RowTable;
  readonly copy: string;
  readonly key: readonly string[];
}

function rowText(columns: readonly string[]): string {
  return columns.length === 0
    ? "''::text"
    : `ROW(${columns.map((name) => `t.${quoteIdentifier(name)}`).join(', ')})::text`;
}

/** Key and hash of a row, and when it was written where a column says so: what decides whether it is newer. */
function factsSql({ table, key }: Pick<Remembered, 'table' | 'key'>): string {
  const columns = writtenColumns(table);
  const times = columns.filter(({ name, type }) => timeColumn.test(name) && type.startsWith('timestamp'));
  const at = times.map(({ name }) => `t.${quoteIdentifier(name)}::pg_catalog.timestamptz`);
  const hash = `pg_catalog.hashtextextended(${rowText(columns.map(({ name }) => name))} COLLATE pg_catalog."C", 0)`;
  return `SELECT ${key.length === 0 ? hash : rowText(key)}::text COLLATE pg_catalog."C" AS key, ${hash} AS hash,
    ${at.length === 0 ? 'NULL::pg_catalog.timestamptz' : `greatest(${at.join(', ')})`} AS at
    FROM ONLY ${quoteQualified(table.schema, table.name)} AS t`;
}

/** Writes down which rows tables have, inside of the transaction that is about to replace them. Throws CutoverError. */
export async function rememberRows(session: Session, tables: readonly RowTable[]): Promise<Remembered[]> {
  const keys = await session.query<{ oid: number; columns: string[] }>(keysSql, [tables.map(({ oid }) => oid)]);
  const byOid = new Map(keys.map(({ oid, columns }) => [oid, columns]));
  const remembered: Remembered[] = [];
  for (const [index, table] of tables.entries()) {
    const entry = { table, copy: `pg_temp.cutover_before_${index}`, key: byOid.get(table.oid) ?? [] };
    await session.execute(`CREATE TEMPORARY TABLE cutover_before_${index} ON COMMIT DROP AS ${factsSql(entry)}`);
    remembered.push(entry);
  }
  return remembered;
}

/**
 * Compares what the target had with what it has been given. A row is newer where the backup does not know it, or has it
 * otherwise and nothing shows that it was written before the backup. Throws `restore.refused` with the tables.
 */
export async function refuseNewer(
  session: Session,
  remembered: readonly Remembered[],
  timestamp: string,
): Promise<void> {
  const found: string[] = [];
  for (const { table, copy, key } of remembered) {
    const [counts] = await session.query<{ unknown: string; changed: string }>(`
      SELECT pg_catalog.count(*) FILTER (WHERE n.key IS NULL) AS unknown,
        pg_catalog.count(*) FILTER (WHERE n.key IS NOT NULL AND n.hash <> b.hash
          AND (b.at IS NULL OR b.at > ${quoteLiteral(timestamp)}::pg_catalog.timestamptz)) AS changed
      FROM ${copy} AS b LEFT JOIN (SELECT DISTINCT ON (f.key) f.key, f.hash FROM (${factsSql({ table, key })}) AS f) AS n
        ON n.key = b.key`);
    const unknown = Number(counts?.unknown ?? 0);
    const changed = Number(counts?.changed ?? 0);
    const parts = [
      ...(unknown > 0 ? [`${unknown} that the backup does not have`] : []),
      ...(changed > 0 ? [`${changed} that were changed since, as far as can be told`] : []),
    ];
    if (parts.length > 0) found.push(`${displayName(table.schema, table.name)}: ${parts.join(', ')}`);
  }
  if (found.length === 0) return;
  throw new CutoverError('restore.refused', `the target has rows that would be lost: ${found.join('; ')}`, {
    hint: 'Repeat the command with --overwrite-newer where they may go: they are backed up first. The target is as it was.',
  });
}
