import { CutoverError } from '../errors.ts';
import { dependencyLevels } from '../inventory/levels.ts';
import { countOrphansSql, type ForeignKey, foreignKeysSql } from '../preflight/foreign-keys.ts';
import { displayName, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { RowTable } from './columns.ts';

/** Foreign keys into these tables, copies on partitions included: TRUNCATE looks at each. */
const referencesSql = `
  SELECT k.conrelid AS "from", k.confrelid AS "to", n.nspname AS schema, c.relname AS name, k.conname AS key,
    c.relkind::text AS kind, coalesce((pg_catalog.to_jsonb(k) ->> 'conenforced')::boolean, true) AS enforced
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype = 'f' AND k.confrelid = ANY ($1::oid[])`;

/** Partitioned tables above these partitions, and whether every partition of theirs is among them. */
const ancestorsSql = `
  SELECT c.oid, n.nspname AS schema, c.relname AS name, a.partitions,
    NOT EXISTS (SELECT FROM unnest(a.partitions) AS p(oid) WHERE p.oid <> ALL ($1::oid[])) AS whole
  FROM (
    SELECT DISTINCT p.relid AS oid FROM unnest($1::oid[]) AS s(oid), pg_catalog.pg_partition_ancestors(s.oid) AS p(relid)
  ) AS above
  JOIN pg_catalog.pg_class c ON c.oid = above.oid AND c.relkind = 'p'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (
    SELECT pg_catalog.array_agg(t.relid::oid) AS partitions FROM pg_catalog.pg_partition_tree(c.oid) AS t WHERE t.isleaf
  ) AS a`;

const mayTruncateSql = `
  SELECT t.oid FROM unnest($1::oid[]) AS t(oid) WHERE pg_catalog.has_table_privilege(t.oid, 'TRUNCATE')`;

interface Reference extends Record<string, unknown> {
  readonly from: number;
  readonly to: number;
  readonly schema: string;
  readonly name: string;
  readonly key: string;
  readonly kind: string;
  readonly enforced: boolean;
}

interface Ancestor extends Record<string, unknown> {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly partitions: readonly number[];
  readonly whole: boolean;
}

/** How tables are emptied, and in which order they can be filled. */
export interface Clearing {
  /** Nothing of another table goes: no CASCADE, and ONLY the tables themselves. */
  readonly statements: readonly string[];
  /** Tables after those that they refer to. */
  readonly order: readonly RowTable[];
  /** Foreign keys that lead into the tables or out of them, or both. */
  readonly keys: readonly ForeignKey[];
}

/**
 * Plans how to empty tables. Those that only each other refer to are truncated together; a table that others refer to,
 * or that the role may not truncate, is emptied by DELETE. Where foreign keys are enforced meanwhile (not `replica`),
 * rows of other tables that refer to them would be refused, or follow them through ON DELETE CASCADE: throws
 * `restore.refused`.
 */
export async function planClearing(session: Session, tables: readonly RowTable[], replica: boolean): Promise<Clearing> {
  const oids = tables.map(({ oid }) => oid);
  const ancestors = await session.query<Ancestor>(ancestorsSql, [oids]);
  const family = [...oids, ...ancestors.map(({ oid }) => oid)];
  const references = await session.query<Reference>(referencesSql, [family]);
  const may = await session.query<{ oid: number }>(mayTruncateSql, [oids]);
  const truncated = truncatable({ oids, ancestors, references, may: new Set(may.map(({ oid }) => oid)) });

  const within = new Set(family);
  const outside = references.filter((reference) => !within.has(reference.from) && reference.enforced);
  if (!replica) await refuseReferred(session, outside);

  const { order } = dependencyLevels(
    oids.map(String),
    references.map(({ from, to }) => ({ from: String(from), to: String(to) })),
  );
  const byOid = new Map(tables.map((table) => [String(table.oid), table]));
  const ordered = order.map((oid) => byOid.get(oid)).filter((table) => table !== undefined);
  const deleted = ordered.filter(({ oid }) => !truncated.has(oid)).reverse();
  const emptied = [
    ...ordered.filter(({ oid }) => truncated.has(oid)).map((table) => `ONLY ${nameOf(table)}`),
    // The rows are in the partitions; without their parent TRUNCATE would miss it among those that refer to another.
    ...ancestors.filter(({ oid }) => truncated.has(oid)).map(nameOf),
  ];
  const keys = await session.query<ForeignKey & Record<string, unknown>>(foreignKeysSql, [
    [...new Set([...family, ...outside.map(({ from }) => from)])],
    true,
  ]);
  const names = new Set([...tables, ...ancestors].map(({ schema, name }) => displayName(schema, name)));
  const touches = ({ schema, name }: { readonly schema: string; readonly name: string }): boolean =>
    names.has(displayName(schema, name));
  return {
    statements: [
      ...deleted.map((table) => `DELETE FROM ONLY ${nameOf(table)}`),
      ...(emptied.length === 0 ? [] : [`TRUNCATE ${emptied.join(', ')}`]),
    ],
    order: ordered,
    keys: keys.filter((key) => key.validated && (touches(key.from) || touches(key.to))),
  };
}

function nameOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return quoteQualified(schema, name);
}

/** The largest set of tables that one TRUNCATE without CASCADE takes. Pure. */
function truncatable(given: {
  readonly oids: readonly number[];
  readonly ancestors: readonly Ancestor[];
  readonly references: readonly Reference[];
  readonly may: ReadonlySet<number>;
}): Set<number> {
  const set = new Set(given.oids.filter((oid) => given.may.has(oid)));
  const whole = given.ancestors.filter((ancestor) => ancestor.whole);
  for (const { oid } of whole) set.add(oid);
  for (let before = -1; before !== set.size; ) {
    before = set.size;
    // 18 misses the tables of a key that is NOT ENFORCED when it looks whether they are truncated too.
    for (const { from, to, enforced } of given.references) if (!set.has(from) || !enforced) set.delete(to);
    for (const { oid, partitions } of whole) if (partitions.some((partition) => !set.has(partition))) set.delete(oid);
  }
  return set;
}

async function refuseReferred(session: Session, outside: readonly Reference[]): Promise<void> {
  for (const { schema, name, key, kind } of outside) {
    // A partitioned table's rows are found in its partitions, whose copies of the key are in the list too.
    if (kind === 'p') continue;
    const [row] = await session.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT FROM ONLY ${quoteQualified(schema, name)}) AS found`,
    );
    if (row?.found !== true) continue;
    throw new CutoverError(
      'restore.refused',
      `target: rows of ${displayName(schema, name)} refer to what would be replaced (${key})`,
      {
        hint: `Connect as a role that may set session_replication_role (a superuser, or GRANT SET ON PARAMETER), or back up ${schema} together with it. Nothing was changed.`,
      },
    );
  }
}

/** Rows that point nowhere, after the tables were filled without the server looking. Throws `restore.refused`. */
export async function refuseOrphans(session: Session, keys: readonly ForeignKey[]): Promise<void> {
  for (const key of keys) {
    const [row] = await session.query<{ count: string }>(countOrphansSql(key));
    const count = Number(row?.count ?? 0);
    if (count === 0) continue;
    const [from, to] = [key.from, key.to].map(({ schema, name }) => displayName(schema, name));
    throw new CutoverError(
      'restore.refused',
      `target: ${count} rows of ${from} refer to rows of ${to} that are not in the backup (${key.name})`,
      {
        hint: `Restore a backup that has both tables, or mend the rows of ${from} first. The target is as it was.`,
      },
    );
  }
}
