import type { Constraint, Inventory } from '../inventory/types.ts';
import { countOrphansSql, type ForeignKey, foreignKeysSql } from '../preflight/foreign-keys.ts';
import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { summaryName, type TableVerdict, type VerifyItem } from './types.ts';

/** Foreign keys that are looked at one by one; the rest is said to be left. */
const mostLooked = 1000;

const oidsSql = `
  SELECT c.oid::int8 AS oid FROM unnest($1::text[], $2::text[]) AS t (schema, name)
  JOIN pg_catalog.pg_namespace n ON n.nspname = t.schema
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.name`;

/** Keys that nobody watches over, although they are there: their triggers are switched off. */
const switchedOffSql = `
  SELECT DISTINCT c.conname::text AS name, n.nspname::text AS schema, r.relname::text AS "table"
  FROM pg_catalog.pg_trigger g
  JOIN pg_catalog.pg_constraint c ON c.oid = g.tgconstraint AND c.contype = 'f'
  JOIN pg_catalog.pg_class r ON r.oid = c.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
  WHERE g.tgisinternal AND g.tgenabled = 'D' AND c.conrelid = ANY ($1::oid[])`;

interface Request {
  readonly source: Pick<Inventory, 'tables' | 'constraints'>;
  /** What was found of the tables; of one whose rows stayed behind, nothing. */
  readonly verdicts: readonly TableVerdict[];
  /** These keys alone, as `schema.table name`: the server vouches for none of them, since rows have come past them. */
  readonly only?: ReadonlySet<string>;
}

/** What the comparison of a table, or of all its partitions, says of a key. */
type Standing = 'equal' | 'counted' | 'differs' | 'left-out';

/**
 * Whether every row of the target has its partner. The server vouches for a key that is valid and switched on, unless
 * one of its tables differs: then something has gone around it. Tables that have arrived with equal checksums have the
 * source's partners. All other keys are looked at by anti-join. Throws CutoverError.
 */
export async function compareForeignKeys(source: Session, target: Session, request: Request): Promise<VerifyItem[]> {
  const keys = request.source.constraints
    .filter(({ kind, inherited }) => kind === 'foreign-key' && !inherited)
    .filter(({ table, name }) => request.only?.has(`${table} ${name}`) ?? true);
  if (keys.length === 0) return [];
  const both = [readKeys(source, keys), readKeys(target, keys)] as const;
  await Promise.allSettled(both);
  const [from, to] = await Promise.all(both);
  const standingOf = standings(request);
  const items: VerifyItem[] = [];
  const counts = { vouched: 0, proved: 0, looked: 0 };
  for (const { table, name } of keys) {
    const id = idOf(table, name);
    const key = to.keys.get(id);
    // A key that is missing, or is not enforced by its own words (18), is told by the comparison of the schema.
    if (key === undefined) continue;
    const off = to.off.has(id);
    if (off && !from.off.has(id)) items.push({ ...about(id), verdict: 'differs', detail: disabled });
    const ends = [key.from, key.to].map((end) => standingOf(displayName(end.schema, end.name)));
    if (key.validated && !off && !ends.includes('differs') && !request.only) counts.vouched += 1;
    else if (ends.every((end) => end === 'equal') && !request.only) counts.proved += 1;
    else if (counts.looked < mostLooked) {
      counts.looked += 1;
      items.push(...(await lookAt({ source, target, key, id, chosen: ends.includes('left-out') && !request.only })));
    } else items.push({ ...about(id), verdict: 'skipped', detail: `no more than ${mostLooked} keys are looked at` });
  }
  const parts = [
    counts.vouched > 0 ? `${counts.vouched} enforced by the server` : '',
    counts.proved > 0 ? `${counts.proved} not validated or switched off, between rows equal to the source's` : '',
    counts.looked > 0 ? `${counts.looked} looked at row by row` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return items;
  const verdict = items.some((item) => item.verdict === 'differs') ? 'differs' : 'match';
  return [{ kind: 'foreign-key', name: summaryName('foreign-key'), verdict, detail: parts.join(', ') }, ...items];
}

const disabled = 'its triggers are disabled on the target, and not on the source: nobody enforces it';

function standings({ source, verdicts }: Request): (table: string) => Standing {
  const found = new Map(verdicts.map((verdict) => [verdict.table, verdict]));
  const partitions = Map.groupBy(source.tables, ({ partitionOf }) => partitionOf);
  const leaves = (key: string): string[] =>
    partitions.has(key) ? (partitions.get(key) ?? []).flatMap((child) => leaves(child.key)) : [key];
  return (table) => {
    const all = leaves(table).map((leaf) => found.get(leaf));
    if (all.some((each) => each?.verdict === 'differ')) return 'differs';
    if (all.some((each) => each?.verdict !== 'match')) return 'left-out';
    return all.some((each) => each?.sourceChecksum === '') ? 'counted' : 'equal';
  };
}

function idOf(table: string, name: string): string {
  return `${name} on ${table}`;
}

function about(id: string): Pick<VerifyItem, 'kind' | 'name'> {
  return { kind: 'foreign-key', name: id };
}

interface Look {
  readonly source: Session;
  readonly target: Session;
  readonly key: ForeignKey;
  readonly id: string;
  /** Whether the rows on one of its ends stayed behind by choice. */
  readonly chosen: boolean;
}

async function lookAt({ source, target, key, id, chosen }: Look): Promise<VerifyItem[]> {
  const orphans = await countOrphans(target, key);
  if (orphans === 0) return [];
  const [table, other] = [key.from, key.to].map(({ schema, name }) => displayName(schema, name));
  const columns = key.columns.map(({ from }) => from).join(', ');
  const found = `${orphans} ${orphans === 1 ? 'row' : 'rows'} of ${table} (${columns}) without a partner in ${other}`;
  if (chosen) return [{ ...about(id), verdict: 'note', detail: `${found}, whose rows stayed behind by choice` }];
  const before = await countOrphans(source, key);
  if (before === orphans) return [{ ...about(id), verdict: 'note', detail: `${found}, as on the source` }];
  return [{ ...about(id), verdict: 'differs', detail: `${found}; ${before} on the source` }];
}

async function countOrphans(session: Session, key: ForeignKey): Promise<number> {
  const [row] = await session.query<{ count: string }>(countOrphansSql(key));
  return Number(row?.count ?? 0);
}

async function readKeys(
  session: Session,
  constraints: readonly Constraint[],
): Promise<{ readonly keys: ReadonlyMap<string, ForeignKey>; readonly off: ReadonlySet<string> }> {
  const tables = [
    ...new Set(constraints.map(({ table, schema }) => JSON.stringify([schema, table.slice(schema.length + 1)]))),
  ];
  const names = tables.map((table) => JSON.parse(table) as [string, string]);
  const oids = (
    await session.query<{ oid: string }>(oidsSql, [names.map(([schema]) => schema), names.map(([, name]) => name)])
  ).map(({ oid }) => oid);
  const keys = await session.query<ForeignKey & Record<string, unknown>>(foreignKeysSql, [oids, true]);
  const off = await session.query<{ name: string; schema: string; table: string }>(switchedOffSql, [oids]);
  return {
    keys: new Map(keys.map((key) => [idOf(displayName(key.from.schema, key.from.name), key.name), key])),
    off: new Set(off.map(({ name, schema, table }) => idOf(displayName(schema, table), name))),
  };
}
