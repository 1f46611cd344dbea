import { CutoverError } from '../errors.ts';
import { projectSchemaCondition } from '../inventory/catalog.ts';
import { tableSelector } from '../inventory/select.ts';
import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';

export interface SeedColumn {
  readonly name: string;
  /** An identity that takes a value only where the INSERT insists, and none in an UPDATE. */
  readonly always: boolean;
  /** True where a collation decides its order, which servers do not share. */
  readonly collatable: boolean;
}

/** A table as it is written into a seed. */
export interface SeedTable {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** True where its rows are those of its partitions. Rows of tables that inherit from it are theirs. */
  readonly partitioned: boolean;
  /** All but generated ones, in their order. */
  readonly columns: readonly SeedColumn[];
  /** The columns by which a row is known again: a primary key, or a unique index without NULLs. */
  readonly key: readonly string[];
  readonly sequences: readonly { readonly column: string; readonly schema: string; readonly name: string }[];
  /** Tables that its foreign keys lead to. `deferrable` where the check can wait for the end. */
  readonly parents: readonly { readonly oid: number; readonly name: string; readonly deferrable: boolean }[];
}

const tablesSql = `
  SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind = 'p' AS partitioned
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' AND ${projectSchemaCondition}
  ORDER BY n.nspname, c.relname`;

const columnsSql = `
  SELECT a.attrelid AS oid, a.attname AS name, a.attidentity = 'a' AS always, a.attcollation <> 0 AS collatable
  FROM pg_catalog.pg_attribute a
  WHERE a.attrelid = ANY ($1::pg_catalog.oid[]) AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  ORDER BY a.attrelid, a.attnum`;

/** Keys that ON CONFLICT takes and that know every row: the primary key first, then the shortest. */
const keysSql = `
  SELECT DISTINCT ON (i.indrelid) i.indrelid AS oid, k.columns
  FROM pg_catalog.pg_index i
  CROSS JOIN LATERAL (
    SELECT pg_catalog.array_agg(a.attname::pg_catalog.text ORDER BY p.at) AS columns,
      pg_catalog.bool_and(a.attnotnull AND a.attgenerated = '') AS fit, pg_catalog.count(*) AS size
    FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY AS p(attnum, at)
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = p.attnum
    WHERE p.at <= i.indnkeyatts
  ) AS k
  WHERE i.indrelid = ANY ($1::pg_catalog.oid[]) AND i.indisunique AND i.indimmediate AND i.indisvalid
    AND i.indpred IS NULL AND i.indexprs IS NULL AND k.fit
  ORDER BY i.indrelid, i.indisprimary DESC, k.size, k.columns`;

const sequencesSql = `
  SELECT d.refobjid AS oid, a.attname AS column, n.nspname AS schema, c.relname AS name
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind = 'S'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid AND s.seqincrement > 0
  JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = ANY ($1::pg_catalog.oid[])
  ORDER BY 1, 2`;

const parentsSql = `
  SELECT DISTINCT k.conrelid AS oid, k.confrelid AS parent, n.nspname || '.' || c.relname AS name,
    k.condeferrable AS deferrable
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.confrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype = 'f' AND k.conrelid = ANY ($1::pg_catalog.oid[]) AND k.conparentid = 0
  ORDER BY 1, 3`;

/**
 * The tables that the patterns choose, with what a seed has to know of them, parents in front of their children and by
 * name otherwise. Throws `config.invalid` for a pattern that chooses nothing, a table without a key, and tables that
 * refer to each other in a circle.
 */
export async function readSeedTables(session: Session, patterns: readonly string[]): Promise<SeedTable[]> {
  const all = await session.query<{ oid: number; schema: string; name: string; partitioned: boolean }>(tablesSql);
  const chosen = new Set<number>();
  for (const pattern of patterns) {
    const found = all.filter(tableSelector([pattern]));
    if (found.length === 0) {
      throw new CutoverError('config.invalid', `--tables: there is no table '${pattern}'`, {
        hint: 'Name tables as schema.table, with * and ? as wildcards; views and foreign tables have no rows of their own.',
      });
    }
    for (const { oid } of found) chosen.add(oid);
  }
  const oids = [...chosen];
  const columns = await session.query<SeedColumn & { oid: number } & Record<string, unknown>>(columnsSql, [oids]);
  const keys = await session.query<{ oid: number; columns: string[] }>(keysSql, [oids]);
  const sequences = await session.query<{ oid: number; column: string; schema: string; name: string }>(sequencesSql, [
    oids,
  ]);
  const parents = await session.query<{ oid: number; parent: number; name: string; deferrable: boolean }>(parentsSql, [
    oids,
  ]);
  const tables = all
    .filter(({ oid }) => chosen.has(oid))
    .map(({ oid, schema, name, partitioned }): SeedTable => {
      const of = <Row extends { readonly oid: number }>(rows: readonly Row[]) => rows.filter((row) => row.oid === oid);
      return {
        oid,
        schema,
        name,
        partitioned,
        columns: of(columns).map(({ name: column, always, collatable }) => ({ name: column, always, collatable })),
        key: of(keys)[0]?.columns ?? [],
        sequences: of(sequences).map(({ column, schema: at, name: sequence }) => ({
          column,
          schema: at,
          name: sequence,
        })),
        parents: of(parents).map(({ parent, name: key, deferrable }) => ({ oid: parent, name: key, deferrable })),
      };
    });
  const keyless = tables.find(({ key }) => key.length === 0);
  if (keyless !== undefined) {
    throw new CutoverError(
      'config.invalid',
      `${displayName(keyless.schema, keyless.name)} has no key by which a second run of the seed would know its rows`,
      {
        hint: 'Give it a primary key, or a unique index on columns that are NOT NULL; or leave it out.',
      },
    );
  }
  return parentsFirst(tables);
}

/** Tables in an order in which each row's parent is there before it. Throws `config.invalid` for a circle. Pure. */
export function parentsFirst(tables: readonly SeedTable[]): SeedTable[] {
  const byOid = new Map(tables.map((table) => [table.oid, table]));
  const placed = new Set<number>();
  const ordered: SeedTable[] = [];
  while (ordered.length < tables.length) {
    const next = tables.find(
      ({ oid, parents }) =>
        !placed.has(oid) &&
        parents.every(
          (parent) => parent.oid === oid || parent.deferrable || placed.has(parent.oid) || !byOid.has(parent.oid),
        ),
    );
    if (next === undefined) {
      const left = tables.filter(({ oid }) => !placed.has(oid)).map(({ schema, name }) => displayName(schema, name));
      throw new CutoverError('config.invalid', `tables refer to each other in a circle: ${left.join(', ')}`, {
        hint: 'Make one of the foreign keys DEFERRABLE, or leave one of the tables out.',
      });
    }
    placed.add(next.oid);
    ordered.push(next);
  }
  return ordered;
}
