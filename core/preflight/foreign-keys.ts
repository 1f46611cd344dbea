import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';

/** A foreign key as far as a search for orphans needs it. Columns stand in the key's own order. */
export interface ForeignKey {
  readonly name: string;
  readonly validated: boolean;
  readonly matchFull: boolean;
  readonly from: ForeignKeyTable;
  readonly to: ForeignKeyTable;
  readonly columns: readonly ForeignKeyColumn[];
  /** True for a PERIOD key (18): its last column holds ranges, which the referenced rows cover together. */
  readonly temporal: boolean;
}
interface ForeignKeyTable {
  readonly schema: string;
  readonly name: string;
  /** A foreign key of a classic inheritance parent binds its own rows alone; one of a partitioned table all of them. */
  readonly partitioned: boolean;
}
interface ForeignKeyColumn {
  readonly from: string;
  readonly to: string;
  /** The equality that the server itself uses for the key: `OPERATOR(pg_catalog.=)`. */
  readonly operator: string;
  /** Collation of the referenced column, where the two differ: quoted; else null. */
  readonly collation: string | null;
}

/**
 * Foreign keys of the tables whose oids are given, NOT VALID ones first. A partition's copy of its parent's key is
 * left out, since the parent's covers it; a NOT ENFORCED one (18) promises nothing. Columns that only newer servers
 * have are read through jsonb.
 */
export const foreignKeysSql = `
  SELECT c.conname::text AS name, c.convalidated AS validated, c.confmatchtype = 'f' AS "matchFull",
         pg_catalog.json_build_object('schema', fn.nspname, 'name', f.relname,
                                      'partitioned', f.relkind = 'p') AS "from",
         pg_catalog.json_build_object('schema', tn.nspname, 'name', t.relname,
                                      'partitioned', t.relkind = 'p') AS "to",
         k.columns,
         COALESCE((pg_catalog.to_jsonb(c) ->> 'conperiod')::boolean, false) AS temporal
    FROM pg_catalog.pg_constraint c
    JOIN pg_catalog.pg_class f ON f.oid = c.conrelid
    JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
    JOIN pg_catalog.pg_class t ON t.oid = c.confrelid
    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
    CROSS JOIN LATERAL (
      SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
               'from', fa.attname, 'to', ta.attname,
               'operator', pg_catalog.format('OPERATOR(%I.%s)', opn.nspname, op.oprname),
               'collation', CASE WHEN fa.attcollation <> ta.attcollation
                                 THEN (SELECT pg_catalog.format('%I.%I', ln.nspname, l.collname)
                                         FROM pg_catalog.pg_collation l
                                         JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
                                        WHERE l.oid = ta.attcollation) END) ORDER BY p.place) AS columns
        FROM ROWS FROM (pg_catalog.unnest(c.conkey), pg_catalog.unnest(c.confkey), pg_catalog.unnest(c.conpfeqop))
             WITH ORDINALITY AS p(from_column, to_column, operator, place)
        JOIN pg_catalog.pg_attribute fa ON fa.attrelid = c.conrelid AND fa.attnum = p.from_column
        JOIN pg_catalog.pg_attribute ta ON ta.attrelid = c.confrelid AND ta.attnum = p.to_column
        JOIN pg_catalog.pg_operator op ON op.oid = p.operator
        JOIN pg_catalog.pg_namespace opn ON opn.oid = op.oprnamespace) k
   WHERE c.contype = 'f'
     AND c.conparentid = 0
     AND c.conrelid = ANY ($1::oid[])
     AND COALESCE((pg_catalog.to_jsonb(c) ->> 'conenforced')::boolean, true)
     AND (NOT c.convalidated OR $2)
   ORDER BY c.convalidated, f.relpages, c.conname`;

/** Counts the rows that break the key. */
export function countOrphansSql(key: ForeignKey): string {
  return `SELECT pg_catalog.count(*)::text AS count ${orphans(key)}`;
}

/** Shows the rows that break the key: for the operator, to look at them. */
export function showOrphansSql(key: ForeignKey): string {
  return `SELECT f.* ${orphans(key)};`;
}

/**
 * Rows with a NULL in the key are exempt: with any NULL under MATCH SIMPLE, with nothing but NULLs under MATCH FULL,
 * where a key that is NULL in part finds no partner and so counts as broken. [PostgreSQL documentation, CREATE TABLE]
 */
function orphans(key: ForeignKey): string {
  const present = key.columns
    .map(({ from }) => `f.${quoteIdentifier(from)} IS NOT NULL`)
    .join(key.matchFull ? ' OR ' : ' AND ');
  return `FROM ${relation(key.from)} f WHERE (${present}) AND ${key.temporal ? uncovered(key) : unmatched(key)}`;
}

function unmatched(key: ForeignKey): string {
  return `NOT EXISTS (SELECT FROM ${relation(key.to)} t WHERE ${key.columns.map(equality).join(' AND ')})`;
}

function uncovered(key: ForeignKey): string {
  const period = key.columns.at(-1);
  if (!period) throw new Error(`foreign key ${key.name} has no columns`);
  const [range, covering] = [`f.${quoteIdentifier(period.from)}`, `t.${quoteIdentifier(period.to)}`];
  const scalars = key.columns.slice(0, -1).map(equality);
  const partners = [...scalars, `${covering} OPERATOR(pg_catalog.&&) ${range}`].join(' AND ');
  return `(SELECT ${range} OPERATOR(pg_catalog.<@) pg_catalog.range_agg(${covering}) FROM ${relation(key.to)} t WHERE ${partners}) IS NOT TRUE`;
}

function equality({ from, to, operator, collation }: ForeignKeyColumn): string {
  const collate = collation === null ? '' : ` COLLATE ${collation}`;
  return `t.${quoteIdentifier(to)}${collate} ${operator} f.${quoteIdentifier(from)}`;
}

function relation({ schema, name, partitioned }: ForeignKeyTable): string {
  return `${partitioned ? '' : 'ONLY '}${quoteQualified(schema, name)}`;
}
