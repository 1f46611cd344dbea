import { toCutoverError } from '../errors.ts';
import type { Table } from '../inventory/types.ts';
import { displayName, quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { type PlanNode, type Scan, scansOf } from './plan-nodes.ts';
import { summaryName, type VerifyItem } from './types.ts';

/** The largest tables whose indexes are tried, and the statements that are. */
const mostTables = 20;
const mostStatements = 20;
/** A table of fewer pages is read as a whole by any plan, and that is right. */
const fewestPages = 128;
/** How much of a statement names it. */
const shownCharacters = 100;

/** First columns of the indexes that serve an equality, whatever the row. */
const indexedSql = `
  SELECT DISTINCT n.nspname::text AS schema, c.relname::text AS "table", a.attname::text AS "column"
  FROM unnest($1::text[], $2::text[]) AS t (schema, name)
  JOIN pg_catalog.pg_namespace n ON n.nspname = t.schema
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = t.name
  JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL
  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_am m ON m.oid = x.relam AND m.amname IN ('btree', 'hash')
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
  ORDER BY 1, 2, 3`;

/**
 * How large tables and indexes are, and whether a table that is worth it was never analyzed: by what its columns are
 * said to hold, which not every role may read, and by what the server counts, which it may have forgotten.
 */
const relationsSql = `
  SELECT r.key, r."isIndex", r.pages, CASE WHEN r.kind = 'r' AND r.pages >= ${fewestPages} THEN
    NOT EXISTS (SELECT FROM pg_catalog.pg_stats s WHERE s.schemaname = r.schema AND s.tablename = r.name)
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_all_tables a
                    WHERE a.relid = r.oid AND coalesce(a.last_analyze, a.last_autoanalyze) IS NOT NULL)
    ELSE false END AS unseen
  FROM (
    SELECT c.oid, c.relkind AS kind, n.nspname AS schema, c.relname AS name, n.nspname || '.' || c.relname AS key,
      c.relkind = 'i' AS "isIndex",
      CASE WHEN c.reltuples < 0 THEN pg_catalog.pg_relation_size(c.oid) / 8192 ELSE c.relpages END::int4 AS pages
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('r', 'm', 'i')
  ) AS r`;

/** What the database gives a session of an application. */
const searchPathSql = "SELECT reset_val AS path FROM pg_catalog.pg_settings WHERE name = 'search_path'";

const statisticsSql = `
  SELECT n.nspname::text AS schema FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'`;

interface Request {
  /** The tables whose rows were moved. */
  readonly tables: readonly Table[];
  readonly schemas: readonly string[];
}

/** A statement with parameters, as both ends are asked to plan it. */
interface Asked {
  readonly name: string;
  readonly sql: string;
  /** True for one of ours. */
  readonly lookup: boolean;
}

/** What one end makes of a statement; undefined where it cannot plan it. */
type Planned = readonly Scan[] | undefined;

/**
 * Whether the target will be as quick as the source: plans are made on both ends, and none is carried out, for a look-up
 * by the first column of each index of the largest tables, and for the source's most frequent statements where they may
 * be read. Named are plans that turned to a sequential scan, indexes that the target lacks for them, and tables without
 * statistics. All of it is notes: a plan is the server's own affair. Throws CutoverError.
 */
export async function comparePlans(source: Session, target: Session, request: Request): Promise<VerifyItem[]> {
  const lookups = await lookupsOf(source, request);
  const { statements, absent } = await frequentStatements(source);
  const relations = await readRelations(target, request.schemas);
  const asked = [...lookups, ...statements];
  const both = [plansOf(source, asked), plansOf(target, asked)] as const;
  await Promise.allSettled(both);
  const [before, after] = await Promise.all(both);
  const findings = asked.flatMap(({ name }, index) => turned(name, before[index], after[index], relations));
  const unseen = request.tables.filter(({ key }) => relations.unseen.has(key)).map(({ key }) => withoutStatistics(key));
  const planned = asked.filter((_, index) => before[index] !== undefined && after[index] !== undefined).length;
  const unplanned = asked.length - planned;
  const worse = findings.length + unseen.length;
  const detail = [
    planned === 0 ? 'no table is so large that its plan matters' : '',
    planned > 0 ? `${planned} plans compared, ${findings.length} of them turned to a sequential scan` : '',
    lookups.length > 0 ? `look-ups in the largest tables: ${lookups.length}` : '',
    statements.length > 0 ? `frequent statements: ${statements.length}` : '',
    unplanned > 0 ? `${unplanned} that one end cannot plan without its values` : '',
    unseen.length > 0 ? `tables without statistics: ${unseen.length}` : '',
    absent,
  ];
  return [
    {
      kind: 'plan',
      name: summaryName('plan'),
      verdict: worse > 0 || planned === 0 ? 'note' : 'match',
      detail: detail.filter((part) => part !== '').join('; '),
    },
    ...findings,
    ...unseen,
  ];
}

function withoutStatistics(table: string): VerifyItem {
  const detail = 'the target has no statistics on it, and plans in the dark: ANALYZE it';
  return { kind: 'plan', name: `statistics of ${table}`, verdict: 'note', detail };
}

interface Relations {
  readonly pages: ReadonlyMap<string, number>;
  readonly indexes: ReadonlySet<string>;
  readonly unseen: ReadonlySet<string>;
}

async function readRelations(session: Session, schemas: readonly string[]): Promise<Relations> {
  const rows = await session.query<{ key: string; isIndex: boolean; pages: number; unseen: boolean }>(relationsSql, [
    schemas,
  ]);
  return {
    pages: new Map(rows.filter(({ isIndex }) => !isIndex).map(({ key, pages }) => [key, pages])),
    indexes: new Set(rows.filter(({ isIndex }) => isIndex).map(({ key }) => key)),
    unseen: new Set(rows.filter(({ unseen }) => unseen).map(({ key }) => key)),
  };
}

async function lookupsOf(source: Session, { tables }: Request): Promise<Asked[]> {
  const largest = tables
    .filter(({ pages, kind }) => kind === 'table' && pages >= fewestPages)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, mostTables);
  if (largest.length === 0) return [];
  const columns = await source.query<{ schema: string; table: string; column: string }>(indexedSql, [
    largest.map(({ schema }) => schema),
    largest.map(({ name }) => name),
  ]);
  return columns.map(({ schema, table, column }) => ({
    name: `look-up in ${displayName(schema, table)} by ${column}`,
    sql: `SELECT * FROM ${quoteQualified(schema, table)} AS t WHERE t.${quoteIdentifier(column)} = $1`,
    lookup: true,
  }));
}

/** What the source did most often; `absent` says why there is none. */
async function frequentStatements(
  source: Session,
): Promise<{ readonly statements: readonly Asked[]; readonly absent: string }> {
  const [extension] = await source.query<{ schema: string }>(statisticsSql);
  if (extension === undefined) return { statements: [], absent: 'pg_stat_statements is not on the source' };
  // What is not loaded, or may not be read, must not end the snapshot's transaction.
  const rows = await attempt(source, async () => {
    return await source.query<{ query: string }>(
      `SELECT s.query FROM ${quoteQualified(extension.schema, 'pg_stat_statements')} s
       WHERE s.dbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
         AND s.query ~* '^\\s*(select|insert|update|delete|with)\\M'
         AND s.query !~* 'pg_catalog|information_schema|pg_stat|set_config|cutover\\.'
       GROUP BY s.query ORDER BY pg_catalog.sum(s.calls) DESC LIMIT ${mostStatements}`,
    );
  });
  if (rows === undefined) return { statements: [], absent: 'pg_stat_statements may not be read on the source' };
  const statements = rows
    .map(({ query }) => query.trim().replace(/;$/, ''))
    // It travels beside others: one statement, and nothing that could end it early.
    .filter((query) => !query.includes(';'))
    .map((query) => ({ name: shown(query), sql: query, lookup: false }));
  return { statements, absent: statements.length === 0 ? 'pg_stat_statements of the source names none' : '' };
}

/** The statement in one line. Values are not in it: pg_stat_statements has parameters in their place. */
function shown(query: string): string {
  const line = query.replaceAll(/\s+/g, ' ').trim();
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters)}…` : line;
}

/** Plans of all statements, for whatever values. The session's transaction is as before afterwards. */
async function plansOf(session: Session, asked: readonly Asked[]): Promise<Planned[]> {
  if (asked.length === 0) return [];
  const [{ path } = { path: '' }] = await session.query<{ path: string }>(searchPathSql);
  const own = session.end === 'target';
  // The source's session is in the snapshot's transaction already.
  await session.execute(`${own ? 'BEGIN READ ONLY; ' : ''}SAVEPOINT cutover_plans`);
  try {
    await session.execute(`SELECT pg_catalog.set_config('search_path', ${quoteLiteral(path)}, true);
      SET LOCAL plan_cache_mode = 'force_generic_plan'`);
    return await plansOneByOne(session, asked);
  } finally {
    const end = own ? 'ROLLBACK' : 'ROLLBACK TO SAVEPOINT cutover_plans; RELEASE SAVEPOINT cutover_plans';
    if (!session.broken) await session.execute(end);
  }
}

/** One round trip for what will do, since we wrote it; the source's own statements one by one, since some will not. */
async function plansOneByOne(session: Session, asked: readonly Asked[]): Promise<Planned[]> {
  const ours = asked.filter(({ lookup }) => lookup);
  const together = await attempt(session, async () => await planAll(session, ours));
  const plans: Planned[] = [];
  for (const each of asked) {
    const known = together?.[ours.indexOf(each)];
    plans.push(known ?? (await attempt(session, async () => (await planAll(session, [each]))[0])));
  }
  return plans;
}

async function planAll(session: Session, asked: readonly Asked[]): Promise<Planned[]> {
  const statements = asked.flatMap(({ sql }) => {
    const parameters = Math.max(0, ...[...sql.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
    const values = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'NULL').join(', ')})`;
    return [
      `PREPARE cutover_plan AS ${sql}`,
      `EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE cutover_plan${values}`,
      'DEALLOCATE cutover_plan',
    ];
  });
  if (statements.length === 0) return [];
  const answers = await session.queryAll<Explained[][]>(statements);
  return asked.map((_, index) => {
    const [row] = answers[index * 3 + 1] ?? [];
    return (row?.['QUERY PLAN'] ?? []).flatMap(({ Plan }) => scansOf(Plan));
  });
}

interface Explained {
  readonly 'QUERY PLAN': readonly { readonly Plan: PlanNode }[];
}

/** The work, or undefined where the server refuses a statement of it; the transaction goes on. */
async function attempt<T>(session: Session, work: () => Promise<T>): Promise<T | undefined> {
  await session.execute('SAVEPOINT cutover_attempt');
  try {
    const result = await work();
    await session.execute('RELEASE SAVEPOINT cutover_attempt');
    return result;
  } catch (error) {
    if (session.broken || toCutoverError(error).code.startsWith('connection.')) throw error;
    await session.execute('ROLLBACK TO SAVEPOINT cutover_attempt; RELEASE SAVEPOINT cutover_attempt');
    // What was prepared, and could not be planned, is still there: prepared statements obey no savepoint.
    const left = await session.query("SELECT FROM pg_catalog.pg_prepared_statements WHERE name = 'cutover_plan'");
    if (left.length > 0) await session.execute('DEALLOCATE cutover_plan');
    return undefined;
  }
}

function turned(name: string, before: Planned, after: Planned, { pages, indexes }: Relations): VerifyItem[] {
  if (before === undefined || after === undefined) return [];
  const worse = after.filter(
    ({ relation, index }) =>
      index === undefined &&
      (pages.get(relation) ?? 0) >= fewestPages &&
      before.some((scan) => scan.relation === relation && scan.index !== undefined) &&
      !before.some((scan) => scan.relation === relation && scan.index === undefined),
  );
  return [...new Set(worse.map(({ relation }) => relation))].map((relation) => {
    const used = before.flatMap((scan) => (scan.relation === relation && scan.index !== undefined ? [scan.index] : []));
    const [schema] = relation.split('.');
    const missing = used.filter((index) => !indexes.has(`${schema}.${index}`));
    const why =
      missing.length > 0
        ? `the target lacks index ${missing.join(', ')}`
        : `the source uses index ${[...new Set(used)].join(', ')}, which the target has: ANALYZE the table, and compare the servers' settings`;
    return { kind: 'plan', name, verdict: 'note', detail: `reads the whole of ${relation} on the target: ${why}` };
  });
}
