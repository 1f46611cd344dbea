import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../postgres/identifiers.ts';
import { relayCopy } from '../../postgres/relay.ts';
import type { Session } from '../../postgres/session.ts';
import { type SampleTable, sampleTables } from './load-target.ts';

/**
 * Copies up to `most` rows of every table that both ends have, as text, then the rows that these lead to by their
 * foreign keys, and takes away what still leads nowhere: the sample is as consistent as the target. The target is only read. Gives the
 * rows that are there in the end. Throws CutoverError.
 */
export async function copySample(
  target: Session,
  scratch: Session,
  most: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  const there = new Map((await sampleTables(scratch)).map((table) => [keyOf(table), table]));
  const tables = (await sampleTables(target)).filter((table) => there.has(keyOf(table)));
  await scratch.execute("SET session_replication_role = 'replica'");
  const copy = async (table: SampleTable, which: string): Promise<number> => {
    const columns = table.columns.map(quoteIdentifier).join(', ');
    const name = quoteQualified(table.schema, table.name);
    const copied = await relayCopy({
      source: target,
      target: scratch,
      copyOut: `COPY (SELECT ${columns} FROM ONLY ${name} AS p ${which}) TO STDOUT`,
      copyIn: `COPY ${name} (${columns}) FROM STDIN`,
      format: 'text',
      ...(signal === undefined ? {} : { signal }),
    });
    return copied.rows;
  };
  let rows = 0;
  for (const table of tables) rows += await copy(table, `LIMIT ${Math.floor(most)}`);
  // The operators that keys are compared by may be those of an extension.
  await scratch.execute('RESET search_path');
  const keys = await scratch.query<ForeignKey & Record<string, unknown>>(foreignKeysSql);
  const known = new Map(tables.map((table) => [keyOf(table), table]));
  rows += await addParents(scratch, keys, known, copy);
  rows -= await removeOrphans(scratch, keys);
  await scratch.execute('RESET session_replication_role; ANALYZE');
  return rows;
}

interface ForeignKey {
  readonly child: string;
  readonly parent: string;
  /** Of the parent, as {@link keyOf}. */
  readonly parentKey: string;
  readonly childColumns: readonly string[];
  readonly parentColumns: readonly string[];
}

const foreignKeysSql = `
  SELECT pg_catalog.format('%I.%I', cn.nspname, cc.relname) AS child,
    pg_catalog.format('%I.%I', pn.nspname, pc.relname) AS parent,
    pn.nspname || '.' || pc.relname AS "parentKey",
    pg_catalog.array_agg(ca.attname::pg_catalog.text ORDER BY pair.child) AS "childColumns",
    pg_catalog.array_agg(pa.attname::pg_catalog.text ORDER BY pair.child) AS "parentColumns"
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class cc ON cc.oid = k.conrelid AND cc.relkind = 'r'
  JOIN pg_catalog.pg_namespace cn ON cn.oid = cc.relnamespace
  JOIN pg_catalog.pg_class pc ON pc.oid = k.confrelid
  JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
  CROSS JOIN LATERAL ROWS FROM (pg_catalog.unnest(k.conkey), pg_catalog.unnest(k.confkey)) AS pair(child, parent)
  JOIN pg_catalog.pg_attribute ca ON ca.attrelid = k.conrelid AND ca.attnum = pair.child
  JOIN pg_catalog.pg_attribute pa ON pa.attrelid = k.confrelid AND pa.attnum = pair.parent
  WHERE k.contype = 'f'
  GROUP BY k.oid, cn.nspname, cc.relname, pn.nspname, pc.relname
  ORDER BY 1, 2`;

/** Rows of the child that lead to no row; a key with a NULL in it holds. */
function brokenSql({ parent, childColumns, parentColumns }: ForeignKey): string {
  const filled = childColumns.map((name) => `c.${quoteIdentifier(name)} IS NOT NULL`);
  const equal = childColumns.map(
    (name, at) => `p.${quoteIdentifier(parentColumns[at] ?? '')} = c.${quoteIdentifier(name)}`,
  );
  return `${filled.join(' AND ')} AND NOT EXISTS (SELECT FROM ${parent} AS p WHERE ${equal.join(' AND ')})`;
}

/** Chains of parents that are followed: beyond that the rows that lack one are taken away. */
const mostRounds = 8;

/** Copies the rows that others in the sample lead to, and those that these lead to. */
async function addParents(
  scratch: Session,
  keys: readonly ForeignKey[],
  known: ReadonlyMap<string, SampleTable>,
  copy: (table: SampleTable, which: string) => Promise<number>,
): Promise<number> {
  let added = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    let now = 0;
    for (const key of keys) {
      const table = known.get(key.parentKey);
      if (table === undefined) continue;
      const columns = key.childColumns.map((name) => `c.${quoteIdentifier(name)}::pg_catalog.text`).join(', ');
      const missing = await scratch.query<{ row: string[] }>(
        `SELECT DISTINCT ARRAY[${columns}] AS row FROM ONLY ${key.child} AS c WHERE ${brokenSql(key)}`,
      );
      if (missing.length === 0) continue;
      const values = missing.map(({ row }) => `(${row.map(quoteLiteral).join(', ')})`).join(', ');
      const named = key.parentColumns.map((name) => `p.${quoteIdentifier(name)}::pg_catalog.text`).join(', ');
      now += await copy(table, `WHERE (${named}) IN (VALUES ${values})`);
    }
    added += now;
    if (now === 0) break;
  }
  return added;
}

/** Until no key is broken: a row that goes may orphan others. Every round but the last takes at least one row. */
async function removeOrphans(session: Session, keys: readonly ForeignKey[]): Promise<number> {
  let removed = 0;
  for (;;) {
    let now = 0;
    for (const key of keys) {
      const sql = `DELETE FROM ONLY ${key.child} AS c WHERE ${brokenSql(key)} RETURNING 1`;
      const [row] = await session.query<{ count: string }>(
        `WITH gone AS (${sql}) SELECT pg_catalog.count(*) AS count FROM gone`,
      );
      now += Number(row?.count ?? 0);
    }
    removed += now;
    if (now === 0) return removed;
  }
}

function keyOf({ schema, name }: SampleTable): string {
  return `${schema}.${name}`;
}
