import type { Said } from '../checklist/said.ts';
import type { Profile, RunOptions } from '../config.ts';
import { redactDeep } from '../redact.ts';
import type { CheckState, EstimateState, State } from '../state.ts';
import { reasonsToFollow } from '../plan/data-steps.ts';
import { byHandLine } from '../supabase/by-hand.ts';
import { isSummary } from '../verify/types.ts';
import type { Report, Timeline } from './schema.ts';
import { settingsOf } from './settings.ts';

/** What a run's first process wrote down, for the reports of later ones. */
export type FormerReport = Pick<Report, 'settings' | 'estimate'>;

export interface ReportInput {
  readonly state: State;
  readonly runId: string;
  readonly toolVersion: string;
  readonly profile: Profile;
  readonly options: RunOptions;
  /** The operator's word, with name and time. */
  readonly said?: Said;
  readonly targetDatabase: string;
  /** ISO times. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly leftOut?: readonly { readonly table: string; readonly reason: string }[];
  /** Work for people beside what the report finds by itself. */
  readonly todo?: readonly string[];
  /** When what happened. */
  readonly timeline?: Timeline | undefined;
  /** Of this machine: Node's version, and the system that it runs on. */
  readonly node?: string;
  readonly system?: string;
  /** Set for every process of a run but the first: its options are not those of the run. */
  readonly former?: FormerReport | undefined;
  /** The command that is at work, or was. */
  readonly command?: string;
  /** True while the run goes on. */
  readonly running?: boolean;
  /** True after `finalize`: there is no way back any more, and no hold to describe. */
  readonly finalized?: boolean;
}

/** The report of a run, from its state. Pure; secrets are taken out of every text. */
export function buildReport(input: ReportInput): Report {
  const { state, options } = input;
  const verified = new Map(state.verification.tables.map((table) => [table.table, table]));
  const outcome = input.running ? 'paused' : (state.outcome?.outcome ?? 'paused');
  const tables = state.tables.map((table) => {
    const found = verified.get(table.table);
    return {
      table: table.table,
      state: table.state,
      rows: table.rows,
      bytes: table.bytes,
      ...(found === undefined ? {} : { verification: verificationOf(found) }),
    };
  });
  // `verify` on its own compares tables of a run whose copy this process has not seen.
  const known = new Set(tables.map((table) => table.table));
  for (const found of state.verification.tables) {
    if (known.has(found.table)) continue;
    const verification = verificationOf(found);
    tables.push({ table: found.table, state: 'done', rows: found.targetRows, bytes: 0, verification });
  }
  const stoppedAt = [...state.steps.values()].find((step) => step.state === 'failed' || step.state === 'running');
  const leftOut = input.leftOut ?? [];
  const report: Report = {
    v: 1,
    runId: input.runId,
    toolVersion: input.toolVersion,
    ...(input.command === undefined ? {} : { command: input.command }),
    profile: input.profile.name,
    environment: input.profile.environment,
    source: state.run?.source ?? state.source?.address ?? '',
    target: state.run?.target ?? state.target?.address ?? '',
    targetDatabase: input.targetDatabase,
    startedAt: earlier(input.timeline?.from, input.startedAt),
    finishedAt: input.finishedAt,
    seconds: (input.running ? undefined : state.outcome?.seconds) ?? secondsBetween(input.startedAt, input.finishedAt),
    outcome,
    state: stateOf(input, outcome),
    verdict: verdictOf(input),
    progress: state.totals.weight > 0 ? Math.min(1, state.totals.weightDone / state.totals.weight) : 0,
    ...(stoppedAt === undefined ? {} : { stoppedAt: stoppedAt.label }),
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
    phases: state.phases.map(({ phase, seconds, steps, stepsDone }) => ({
      phase,
      ...(seconds === undefined ? {} : { seconds }),
      steps,
      stepsDone,
    })),
    tables,
    leftOut: leftOut.map(({ table, reason }) => ({ table, reason })),
    checks: state.checks
      .filter((check): check is FinishedCheck => check.state !== 'running')
      .map((check) => checkOf(check, input)),
    failures: state.failures.map((failure) => ({
      step: failure.label === '' ? failure.id : failure.label,
      code: failure.code,
      message: failure.message,
      hint: failure.hint,
      attempt: failure.attempt,
      retried: failure.willRetry,
    })),
    verification: ladder(state, options, leftOut),
    ...(input.timeline === undefined ? {} : { timeline: input.timeline }),
    ...(state.estimate === undefined ? {} : { estimate: estimateOf(state.estimate) }),
    ...(input.former ?? { settings: settingsOf(input.profile, options) }),
    versions: {
      cutover: input.toolVersion,
      node: input.node ?? '',
      system: input.system ?? '',
      source: state.source?.version ?? '',
      target: state.target?.version ?? '',
    },
    todo: todoOf(state, leftOut, options.schema === 'dump', [...(input.todo ?? []), ...workOf(state)]),
    ...(outcome === 'verified' && input.finalized !== true && input.running !== true ? { hold: holdOf(input) } : {}),
  };
  return redactDeep(report) as Report;
}

function stateOf(input: ReportInput, outcome: Report['outcome']): Report['state'] {
  if (input.running) return 'running';
  if (input.finalized) return 'finalized';
  return outcome === 'verified' ? 'held' : outcome;
}

function verdictOf({ state, running, command }: ReportInput): string {
  if (running) return `${command ?? 'the run'} under way: ${percent(state)} done`;
  return state.outcome?.verdict ?? 'stopped before its end; it can be resumed';
}

function percent({ totals: { weight, weightDone } }: State): string {
  return `${weight > 0 ? Math.floor(Math.min(1, weightDone / weight) * 100) : 0}%`;
}

function estimateOf({ storageObjects: _, storageBytes: __, ...estimate }: EstimateState): Report['estimate'] {
  return {
    ...estimate,
    tables: estimate.tables.map(({ table, rows, bytes, seconds }) => ({ table, rows, bytes, seconds })),
  };
}

type FinishedCheck = CheckState & { readonly state: 'pass' | 'fail' | 'skip' };
type VerifiedTable = State['verification']['tables'][number];

function verificationOf({ table: _, ...rest }: VerifiedTable): Omit<VerifiedTable, 'table'> {
  return rest;
}

function checkOf(check: FinishedCheck, { options, said }: ReportInput): Report['checks'][number] {
  const { id, title, severity, detail, fix, state: verdict } = check;
  // A blocker that could not be checked is overridden as well as a red one.
  const isOverridden = verdict === 'fail' || (verdict === 'skip' && severity === 'blocker');
  const { by, at, reason = options.overrides[id] } = said?.overrides[id] ?? {};
  if (!isOverridden || reason === undefined) return { id, title, severity, verdict, detail, fix };
  return {
    ...{ id, title, severity, verdict, detail, fix },
    overrideReason: reason,
    ...(by === undefined ? {} : { overrideBy: by }),
    ...(at === undefined ? {} : { overrideAt: at }),
  };
}

/** A run that was taken up again began with its first process. */
function earlier(first: string | undefined, second: string): string {
  return first !== undefined && first < second ? first : second;
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

/** The verification ladder: a rung that was not climbed is said to be so, never passed over. */
function ladder(
  { verification: { tables, items } }: State,
  options: RunOptions,
  leftOut: readonly { readonly table: string; readonly reason: string }[],
): Report['verification'] {
  const matching = tables.filter((table) => table.verdict === 'match');
  const differing = tables.filter((table) => table.verdict === 'differ');
  const passedOver = tables.filter((table) => table.verdict === 'skipped');
  const compared = [...matching, ...differing];
  const withChecksums = compared.filter((table) => table.sourceChecksum !== '' && table.targetChecksum !== '');
  const countsOnly = compared.length - withChecksums.length;
  const checked: string[] = [];
  const skipped: string[] = [];
  if (compared.length > 0) checked.push(`exact row counts of ${plural(compared.length, 'table')}`);
  if (withChecksums.length > 0) checked.push(`checksums over every row of ${plural(withChecksums.length, 'table')}`);
  // A kind with many objects has one item that sums it up, and one for each difference.
  const summed = new Set(items.filter(isSummary).map((item) => item.kind));
  for (const item of items) {
    if (item.verdict === 'skipped' || item.verdict === 'note') continue;
    if (isSummary(item)) checked.push(`${item.name}: ${item.detail === '' ? item.verdict : item.detail}`);
    else if (!summed.has(item.kind)) checked.push(`${item.kind} ${item.name}`);
  }
  if (options.verify === 'none') skipped.push('row counts and checksums: switched off with --verify none');
  else if (compared.length === 0) skipped.push('row counts and checksums: the run did not come this far');
  else if (options.verify === 'counts') skipped.push('checksums: switched off with --verify counts');
  else if (countsOnly > 0) skipped.push(`checksums of ${plural(countsOnly, 'table')}`);
  for (const table of passedOver) skipped.push(`${table.table}: ${table.reason}`);
  for (const item of items) if (item.verdict === 'skipped') skipped.push(`${item.kind} ${item.name}: ${item.detail}`);
  for (const table of leftOut) skipped.push(`${table.table}: left out (${table.reason})`);
  return {
    mode: options.verify,
    tablesMatching: matching.length,
    tablesDiffering: differing.length,
    tablesSkipped: passedOver.length,
    items: items.map(({ kind, name, verdict, detail }) => ({ kind, name, verdict, detail })),
    checked,
    skipped,
  };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Names of what is left to do that a line has room for. */
const namesShown = 5;

/** After a rollback the source is in use again, and nothing of it needs to be done. */
function workOf({ byHand, outcome }: State): string[] {
  return outcome?.outcome === 'rolled-back' ? [] : byHand.map((item) => byHandLine(item, namesShown));
}

function todoOf(
  state: State,
  leftOut: readonly { readonly table: string; readonly reason: string }[],
  mayFollow: boolean,
  more: readonly string[],
): string[] {
  const ofChecks = state.checks
    .filter((check) => check.state === 'fail' && check.fix !== '')
    .map((check) => `${check.title}: ${check.fix}`);
  const byReason = new Map<string, string[]>();
  for (const { table, reason } of leftOut) byReason.set(reason, [...(byReason.get(reason) ?? []), table]);
  const ofTables = [...byReason].map(([reason, tables]) =>
    mayFollow && reasonsToFollow.has(reason)
      ? followLine(tables, reason)
      : `Copy by other means what is needed of ${tables.join(', ')}: ${tables.length === 1 ? 'it was' : 'they were'} left out (${reason}).`,
  );
  return [...new Set([...more, ...ofTables, ...ofChecks])];
}

/** The command as it can be typed, with the first names as patterns that fit them alone. */
function followLine(tables: readonly string[], reason: string): string {
  const patterns = tables.slice(0, namesShown).map(patternOf).join(' ');
  const more = tables.length > namesShown ? `, and ${tables.length - namesShown} more` : '';
  return `Copy these tables (${reason}) while the run is held: cutover run --go --only-table ${patterns}${more}.`;
}

function patternOf(table: string): string {
  if (/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/.test(table)) return table;
  const [schema = '', ...name] = table.split('.');
  const quoted = [schema, name.join('.')].map((part) => `"${part.replaceAll('"', '""')}"`);
  return shellWord(quoted.join('.'));
}

function holdOf(input: ReportInput): NonNullable<Report['hold']> {
  const { holdHours } = input.profile;
  const confirm = shellWord(input.targetDatabase);
  return {
    hours: holdHours,
    until: new Date(Date.parse(input.finishedAt) + holdHours * 3_600_000).toISOString(),
    finalizeCommand: `cutover finalize ${input.runId} --confirm ${confirm}`,
    rollbackCommand: `cutover rollback ${input.runId} --confirm ${confirm}`,
  };
}

/** The name in a form that a shell takes as one word. */
function shellWord(name: string): string {
  return /^[\w./:@-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
