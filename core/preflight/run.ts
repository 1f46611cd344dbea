import type { EngineConfig } from '../config.ts';
import { toCutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import { readInventory } from '../inventory/inventory.ts';
import type { Inventory } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
import { carriedSource } from '../supabase/carried-source.ts';
import {
  contradiction,
  type EndFacts,
  nothingThere,
  readEndFacts,
  settleScope,
  sourceSelection,
} from '../supabase/scope.ts';
import { wantsApi } from '../supabase/storage/settings.ts';
import { readTheirs } from '../run/own-schema.ts';
import type { FolderSchema } from '../migrations/folder-schema.ts';
import { readFolder, type Reading, type ReadingTarget, readReadingTarget } from '../run/reading.ts';
import { allChecks } from './checks.ts';
import { sourceReachableCheck, targetReachableCheck } from './reachable.ts';
import { createSessionPool, type SessionPool } from './sessions.ts';
import type { Carried, Check, CheckContext, CheckReport, CheckVerdict, End, FinishedCheck } from './types.ts';

export interface CheckRequest {
  readonly config: EngineConfig;
  /** Names what will be set aside; a made-up word where no run has begun. */
  readonly runId?: string;
  /**
   * Begins to read the source for the run that may follow, once both ends can be reached, and gives what the checks look
   * at as well. A wrong password is tried once and not by everybody.
   */
  readonly readAhead?: (target: ReadingTarget) => Reading;
}

export interface CheckOptions {
  /** Check id -> the operator's reason for going on although it is red. */
  readonly overrides?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** All of them where it is left out. The connection checks always run first. */
  readonly checks?: readonly Check[];
}

export const defaultLimitMs = 60_000;

/**
 * Two of the checks take two sessions on an end, the others one: five at most. The inventory takes one more, and what is
 * read ahead for a run two instead of that.
 */
const checksAtOnce = 3;

/**
 * Runs the checks and reports each as it ends. Never rejects because of what a check found or could not find:
 * one that fails to run or takes too long is skipped, with the reason, and is never green.
 */
export async function runChecks(request: CheckRequest, emit: Emit, options: CheckOptions = {}): Promise<CheckReport> {
  const pool = createSessionPool(request.config);
  const inventories = new Map<End, Promise<Inventory>>();
  const finished = new Map<string, FinishedCheck>();
  const unreachable = new Set<End>();
  const setting: Setting = { request, emit, pool, inventories, unreachable, signal: options.signal };
  const checks = (options.checks ?? allChecks).filter((check) => check.concerns?.(request.config) ?? true);

  async function finish(check: Check): Promise<void> {
    emit({ type: 'check.started', id: check.id, title: check.title });
    const lost = endsOf(check).find((end) => unreachable.has(end));
    const verdict = lost
      ? skipped(`The ${lost} cannot be reached.`, 'Make the connection work, then check again.')
      : await runOne(check, setting);
    const { id, title } = check;
    const { detail, fix } = verdict;
    const result = { id, title, severity: verdict.severity ?? check.severity, verdict: verdict.verdict, detail, fix };
    finished.set(id, result);
    emit({ type: 'check.finished', ...result });
  }

  try {
    const connections = [sourceReachableCheck, targetReachableCheck];
    await Promise.all(connections.map((check) => finish(check)));
    for (const check of connections) {
      if (finished.get(check.id)?.verdict !== 'pass') for (const end of endsOf(check)) unreachable.add(end);
    }
    if (unreachable.size === 0) readAhead(setting);
    const others = checks.filter((check) => !connections.includes(check));
    const first = others.filter((check) => check.beginsFirst?.(request.config));
    const waiting = [...first, ...others.filter((check) => !first.includes(check))];
    await Promise.all(
      Array.from({ length: checksAtOnce }, async () => {
        for (let check = waiting.shift(); check; check = waiting.shift()) await finish(check);
      }),
    );
    return report(
      [...connections, ...others].map((check) => finished.get(check.id)).filter((check) => check !== undefined),
      options.overrides,
    );
  } finally {
    await pool.close();
  }
}

interface Setting {
  readonly request: CheckRequest;
  readonly emit: Emit;
  readonly pool: SessionPool;
  readonly inventories: Map<End, Promise<Inventory>>;
  readonly unreachable: ReadonlySet<End>;
  carried?: Promise<Carried>;
  ahead?: Promise<Reading>;
  folder?: Promise<FolderSchema | undefined>;
  readonly signal: AbortSignal | undefined;
}

async function runOne(check: Check, setting: Setting): Promise<CheckVerdict> {
  const { pool, request } = setting;
  const limitMs = check.limitMs ?? defaultLimitMs;
  const deadline = performance.now() + limitMs;
  const limit = AbortSignal.timeout(limitMs);
  const signal = setting.signal ? AbortSignal.any([setting.signal, limit]) : limit;
  const taken = new Set<Session>();
  let over = false;
  const context: CheckContext = {
    config: request.config,
    runId: request.runId ?? 'RUN',
    signal,
    emit: setting.emit,
    remainingMs: () => Math.max(deadline - performance.now(), 0),
    session: async (end) => {
      signal.throwIfAborted();
      const session = await pool.take(end);
      // The check may have ended while the connection was being made.
      if (over) await pool.giveBack(session);
      else taken.add(session);
      return session;
    },
    inventory: (end) => sharedInventory(end, setting),
    folder: async () => await sharedFolder(setting, (await context.session('target')).serverVersion),
    carried: () => sharedCarried(setting),
  };

  const ended = Promise.withResolvers<'ended'>();
  const onAbort = (): void => ended.resolve('ended');
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    const verdict = await Promise.race([attempt(check, context), ended.promise]);
    over = true;
    if (verdict !== 'ended') {
      await Promise.all([...taken].map((session) => pool.giveBack(session)));
      return verdict;
    }
    for (const session of taken) pool.cancel(session);
    return setting.signal?.aborted
      ? skipped('It was stopped before it had an answer.')
      : skipped(`There was no answer within ${Math.round(limitMs / 1000)} s.`);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function attempt(check: Check, context: CheckContext): Promise<CheckVerdict> {
  try {
    return await check.run(context);
  } catch (error) {
    const { message, hint } = toCutoverError(error);
    return { verdict: 'skip', detail: `It could not be checked: ${message}.`, fix: hint };
  }
}

function sharedInventory(end: End, setting: Setting): Promise<Inventory> {
  const { inventories } = setting;
  const known = inventories.get(end);
  if (known) return known;
  const reading = end === 'source' ? readSource(setting) : readTarget(setting);
  inventories.set(end, reading);
  return reading;
}

/** What is read for the run serves the checks too. */
function readAhead(setting: Setting): void {
  const { request, pool } = setting;
  const { readAhead: begin } = request;
  if (!begin) return;
  setting.ahead = withSession(pool, 'target', readReadingTarget).then(begin);
  setting.ahead.catch(() => undefined);
}

async function readSource(setting: Setting): Promise<Inventory> {
  return (await sharedCarried(setting)).source;
}

function sharedCarried(setting: Setting): Promise<Carried> {
  setting.carried ??= readCarried(setting);
  return setting.carried;
}

type ReadOfSource = Pick<Carried, 'scope' | 'problem' | 'goTrue' | 'whole'>;

/** What is read ahead for the run; undefined where nothing is, or that fails: the checks then say why by themselves. */
async function sourceReadAhead({ ahead }: Setting): Promise<ReadOfSource | undefined> {
  try {
    const reading = await ahead;
    if (!reading) return undefined;
    const [{ goTrue }, scope, whole] = await Promise.all([reading.facts, reading.scope, reading.inventory]);
    return { goTrue, scope, whole, problem: undefined };
  } catch {
    return undefined;
  }
}

/** Without a target, as if that were plain PostgreSQL. */
async function readSourceNow({ pool, request, unreachable }: Setting): Promise<ReadOfSource> {
  const { options, profile } = request.config;
  const read = async (end: End): Promise<EndFacts> => await withSession(pool, end, readEndFacts);
  const ends = {
    source: await read('source'),
    target: unreachable.has('target') ? nothingThere : await read('target'),
  };
  const { carrySessions } = profile;
  const problem = contradiction(ends.source, ends.target, options);
  // What cannot be is one check's to tell; the others look at what fits the ends.
  const { auth: _, ...unsaid } = options;
  const files = wantsApi(request.config);
  const scope = problem
    ? settleScope(ends.source, ends.source.goTrue ? ends.target : nothingThere, {
        options: unsaid,
        carrySessions,
        files,
      })
    : settleScope(ends.source, ends.target, { options, carrySessions, files });
  const whole = await withSession(pool, 'source', (session) => readInventory(session, sourceSelection(scope)));
  return { goTrue: ends.source.goTrue, scope, whole, problem };
}

/** What the run will carry. */
async function readCarried(setting: Setting): Promise<Carried> {
  const read = (await sourceReadAhead(setting)) ?? (await readSourceNow(setting));
  const { whole, scope } = read;
  const theirs =
    scope.rowSchemas.length === 0 && scope.schema === undefined
      ? { ...whole, tables: [] }
      : await withSession(setting.pool, 'target', (target) =>
          withSession(setting.pool, 'source', async (source) => {
            const folder = await sharedFolder(setting, target.serverVersion);
            return await readTheirs({ source, target, scope, whole, folder });
          }),
        );
  return { ...carriedSource(whole, theirs, scope), ...read };
}

/** What the migration folder makes, where the schema comes from it; the run's own reading of it, where there is one. */
async function sharedFolder(setting: Setting, serverVersion: number): Promise<FolderSchema | undefined> {
  const { ahead, request } = setting;
  setting.folder ??= ahead ? ahead.then(async ({ folder }) => await folder) : readFolder(request.config, serverVersion);
  return await setting.folder;
}

/** Of the target, what could be in the way: the schemas that the run makes, those of extensions included. */
async function readTarget(setting: Setting): Promise<Inventory> {
  const { source, scope } = await sharedCarried(setting);
  const names = [...source.schemas.map(({ name }) => name), ...(scope.shim ? ['auth'] : [])];
  return withSession(setting.pool, 'target', (session) => readInventory(session, { schemas: names }));
}

async function withSession<Result>(
  pool: SessionPool,
  end: End,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await pool.take(end);
  try {
    return await work(session);
  } finally {
    await pool.giveBack(session);
  }
}

function endsOf({ asks }: Check): readonly End[] {
  if (asks === 'neither') return [];
  return asks === 'both' ? ['source', 'target'] : [asks];
}

function skipped(detail: string, fix = 'Mend what keeps it from being checked, then check again.'): CheckVerdict {
  return { verdict: 'skip', detail, fix };
}

function report(checks: readonly FinishedCheck[], overrides: Readonly<Record<string, string>> = {}): CheckReport {
  const grave = checks.filter((check) => check.severity === 'blocker' && check.verdict !== 'pass');
  const open = grave.filter((check) => overrides[check.id] === undefined);
  return {
    checks,
    blockers: open.filter((check) => check.verdict === 'fail'),
    unproven: open.filter((check) => check.verdict === 'skip'),
    overridden: grave.flatMap((check) => {
      const reason = overrides[check.id];
      return reason === undefined ? [] : [{ check, reason }];
    }),
  };
}
