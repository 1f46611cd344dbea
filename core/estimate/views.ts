import { CutoverError } from '../errors.ts';
import type { Inventory } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';

const definitionSql = 'SELECT pg_catalog.pg_get_viewdef($1::oid) AS definition';

/** All views together may take the source so long, in ms. */
const budgetMs = 3000;
/** What a unit of the planner's takes where no view could be timed, in seconds: a page that is read from memory. */
const secondsPerUnit = 1e-5;

/**
 * Seconds that the queries of materialised views take on the source, by key: run there without their rows being sent,
 * and by the planner's figures where time is up. Inside of a transaction that only reads. Throws CutoverError.
 */
export async function measureRefresh(session: Session, source: Inventory): Promise<ReadonlyMap<string, number>> {
  const views = source.tables.filter(({ kind, populated }) => kind === 'materialized-view' && populated);
  const costs = new Map<string, number>();
  const seconds = new Map<string, number>();
  const deadline = performance.now() + budgetMs;
  for (const { key, oid } of views) {
    const [row] = await session.query<{ definition: string }>(definitionSql, [oid]);
    const query = (row?.definition ?? '').replace(/;\s*$/, '');
    const cost = await explain(session, `EXPLAIN (FORMAT JSON) ${query}`);
    costs.set(key, cost?.Plan?.['Total Cost'] ?? 0);
    const left = Math.floor(deadline - performance.now());
    if (left <= 0) continue;
    const timed = await explain(session, `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${query}`, left);
    const ms = timed?.['Execution Time'];
    if (ms !== undefined) seconds.set(key, ms / 1000);
  }
  const timedCost = [...seconds.keys()].reduce((sum, key) => sum + (costs.get(key) ?? 0), 0);
  const timedSeconds = [...seconds.values()].reduce((sum, each) => sum + each, 0);
  const rate = timedCost > 0 ? timedSeconds / timedCost : secondsPerUnit;
  for (const [key, cost] of costs) if (!seconds.has(key)) seconds.set(key, cost * rate);
  return seconds;
}

interface Explained {
  readonly Plan?: { readonly 'Total Cost'?: number };
  readonly 'Execution Time'?: number;
}

/** The server's answer; undefined where it has none, or not in time. */
async function explain(session: Session, sql: string, limitMs = budgetMs): Promise<Explained | undefined> {
  await session.execute(`SAVEPOINT explain;\nSET LOCAL statement_timeout = ${limitMs}`);
  try {
    const [row] = await session.query<{ 'QUERY PLAN': readonly Explained[] }>(sql);
    await session.execute('SET LOCAL statement_timeout = 0;\nRELEASE explain');
    return row?.['QUERY PLAN'][0];
  } catch (error) {
    if (session.broken || !(error instanceof CutoverError)) throw error;
    await session.execute('ROLLBACK TO explain;\nRELEASE explain');
    return undefined;
  }
}
