import type { Said } from '../checklist/said.ts';
import type { Profile, RunOptions } from '../config.ts';
import { counted } from '../numbers.ts';
import { redactDeep } from '../redact.ts';
import type { CheckState, EstimateState, State } from '../state.ts';
import { reasonsToFollow } from '../plan/data-steps.ts';
import { byHandLine } from '../supabase/by-hand.ts';
import { isSummary } from '../verify/types.ts';
import { comparisons, everyPhase, type FormerReport, movedTables, movesRows } from './former.ts';
import type { Report, Timeline } from './schema.ts';
import { shellWord } from './format.ts';
import { settingsOf } from './settings.ts';

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
  /** Set for every process of a run but the first: it knows what it did itself, and its options are not the run's. */
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
  const { state, options, command, former = {} } = input;
  const found = comparisons(state, former, command);
  const verified = new Map(found.tables.map((table) => [table.table, table]));
  const outcome = input.running ? 'paused' : (state.outcome?.outcome ?? 'paused');
  const tables = movedTables(state, former, command).map((table) => {
    const compared = verified.get(table.table);
    return compared === undefined ? table : { ...table, verification: verificationOf(compared) };
  });
  // Where there is no record of the copy, as on another machine.
  const known = new Set(tables.map((table) => table.table));
  for (const compared of found.tables) {
    if (known.has(compared.table)) continue;
    const verification = verificationOf(compared);
    tables.push({ table: compared.table, state: 'done', rows: compared.targetRows, bytes: 0, verification });
  }
  const checks = state.checks
    .filter((check): check is FinishedCheck => check.state !== 'running')
    .map((check) => checkOf(check, input));
  const failures = state.failures.map((failure) => ({
    step: failure.label === '' ? failure.id : failure.label,
    code: failure.code,
    message: failure.message,
    hint: failure.hint,
    attempt: failure.attempt,
    retried: failure.willRetry,
  }));
  const stoppedAt = [...state.steps.values()].find((step) => step.state === 'failed' || step.state === 'running');
  const leftOut = input.leftOut ?? former.leftOut ?? [];
  const mode = command === 'verify' || found === state.verification ? options.verify : former.verification?.mode;
  const hold = holdOf(input, outcome);
  const about: Pick<Report, 'checks' | 'leftOut'> = {
    checks: checks.length > 0 ? checks : (former.checks ?? []),
    leftOut: leftOut.map(({ table, reason }) => ({ table, reason })),
  };
  const report: Report = {
    v: 1,
    runId: input.runId,
    toolVersion: input.toolVersion,
    ...(command === undefined ? {} : { command }),
    profile: former.profile ?? input.profile.name,
    environment: former.environment ?? input.profile.environment,
    source: state.run?.source ?? state.source?.address ?? former.source ?? '',
    target: state.run?.target ?? state.target?.address ?? former.target ?? '',
    targetDatabase: input.targetDatabase,
    startedAt: earlier(input.timeline?.from, input.startedAt),
    finishedAt: input.finishedAt,
    seconds: (input.running ? undefined : state.outcome?.seconds) ?? secondsBetween(input.startedAt, input.finishedAt),
    outcome,
    state: stateOf(input, outcome, hold),
    verdict: verdictOf(input),
    progress: movesRows(command) ? progressOf(state) : (former.progress ?? progressOf(state)),
    ...(stoppedAt === undefined ? {} : { stoppedAt: stoppedAt.label }),
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
    phases: everyPhase(
      state.phases.map(({ phase, seconds, steps, stepsDone }) => ({
        phase,
        ...(seconds === undefined ? {} : { seconds }),
        steps,
        stepsDone,
      })),
      former,
    ),
    tables,
    ...about,
    // What a rollback takes back has failed before.
    failures: failures.length > 0 || command !== 'rollback' ? failures : (former.failures ?? []),
    verification: ladder(found, mode ?? options.verify, leftOut),
    ...(input.timeline === undefined ? {} : { timeline: input.timeline }),
    ...(state.estimate === undefined ? {} : { estimate: estimateOf(state.estimate) }),
    ...fromTheFirst(input),
    versions: {
      cutover: input.toolVersion,
      node: input.node ?? '',
      system: input.system ?? '',
      source: state.source?.version ?? former.versions?.source ?? '',
      target: state.target?.version ?? former.versions?.target ?? '',
    },
    todo: todoOf(input, about),
    ...(hold === undefined ? {} : { hold }),
  };
  return redactDeep(report) as Report;
}

/** What the run was asked to do, and what was expected of it, is known to its first process alone. */
function fromTheFirst({ former, profile, options }: ReportInput): Pick<Report, 'settings' | 'estimate'> {
  if (former === undefined) return { settings: settingsOf(profile, options) };
  const { settings, estimate } = former;
  return { ...(settings ? { settings } : {}), ...(estimate ? { estimate } : {}) };
}

function stateOf(input: ReportInput, outcome: Report['outcome'], hold: Report['hold']): Report['state'] {
  if (input.running) return 'running';
  if (input.finalized) return 'finalized';
  // What a verification finds later ends no hold.
  return outcome === 'verified' || hold !== undefined ? 'held' : outcome;
}

function verdictOf({ state, running, command }: ReportInput): string {
  if (running) return `${command ?? 'the run'} under way: ${Math.floor(progressOf(state) * 100)}% done`;
  return state.outcome?.verdict ?? 'stopped before its end; it can be resumed';
}

function progressOf({ totals: { weight, weightDone } }: State): number {
  return weight > 0 ? Math.min(1, weightDone / weight) : 0;
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
  { tables, items }: State['verification'],
  mode: RunOptions['verify'],
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
  if (compared.length > 0) checked.push(`exact row counts of ${counted(compared.length, 'table')}`);
  if (withChecksums.length > 0) checked.push(`checksums over every row of ${counted(withChecksums.length, 'table')}`);
  // A kind with many objects has one item that sums it up, and one for each difference.
  const summed = new Set(items.filter(isSummary).map((item) => item.kind));
  for (const item of items) {
    if (item.verdict === 'skipped' || item.verdict === 'note') continue;
    if (isSummary(item)) checked.push(`${item.name}: ${item.detail === '' ? item.verdict : item.detail}`);
    else if (!summed.has(item.kind)) checked.push(`${item.kind} ${item.name}`);
  }
  if (mode === 'none') skipped.push('row counts and checksums: switched off with --verify none');
  else if (compared.length === 0) skipped.push('row counts and checksums: the run did not come this far');
  else if (mode === 'counts') skipped.push('checksums: switched off with --verify counts');
  else if (countsOnly > 0) skipped.push(`checksums of ${counted(countsOnly, 'table')}`);
  for (const table of passedOver) skipped.push(`${table.table}: ${table.reason}`);
  for (const item of items) if (item.verdict === 'skipped') skipped.push(`${item.kind} ${item.name}: ${item.detail}`);
  for (const table of leftOut) skipped.push(`${table.table}: left out (${table.reason})`);
  return {
    mode,
    tablesMatching: matching.length,
    tablesDiffering: differing.length,
    tablesSkipped: passedOver.length,
    items: items.map(({ kind, name, verdict, detail }) => ({ kind, name, verdict, detail })),
    checked,
    skipped,
  };
}

/** Names of what is left to do that a line has room for. */
const namesShown = 5;

/** What is left for people to do. After a rollback the source is in use again, and nothing needs to be done. */
function todoOf(input: ReportInput, { checks, leftOut }: Pick<Report, 'checks' | 'leftOut'>): string[] {
  const { state, former, options } = input;
  const isTakenBack = state.outcome?.outcome === 'rolled-back';
  const own = isTakenBack ? [] : state.byHand.map((item) => byHandLine(item, namesShown));
  const ofChecks = checks
    .filter(({ verdict, fix }) => verdict === 'fail' && fix !== '')
    .map(({ title, fix }) => `${title}: ${fix}`);
  // A process that looks for no such work passes on what was found before, but for the tables, which may have followed.
  const before = isTakenBack
    ? []
    : (former?.todo ?? []).filter((line) => !isAboutTables(line) && !ofChecks.includes(line));
  const found = own.length > 0 || former === undefined ? own : before;
  const all = [...(input.todo ?? []), ...found, ...(isTakenBack ? [] : tableLines(leftOut, options.schema === 'dump'))];
  return [...new Set([...all, ...ofChecks])];
}

const follow = 'Copy these tables (';
const byOtherMeans = 'Copy by other means ';

function isAboutTables(line: string): boolean {
  return line.startsWith(follow) || line.startsWith(byOtherMeans);
}

function tableLines(leftOut: Report['leftOut'], mayFollow: boolean): string[] {
  const byReason = new Map<string, string[]>();
  for (const { table, reason } of leftOut) byReason.set(reason, [...(byReason.get(reason) ?? []), table]);
  return [...byReason].map(([reason, tables]) =>
    mayFollow && reasonsToFollow.has(reason)
      ? followLine(tables, reason)
      : `${byOtherMeans}what is needed of ${tables.join(', ')}: ${tables.length === 1 ? 'it was' : 'they were'} left out (${reason}).`,
  );
}

/** The command as it can be typed, with the first names as patterns that fit them alone. */
function followLine(tables: readonly string[], reason: string): string {
  const patterns = tables.slice(0, namesShown).map(patternOf).join(' ');
  const more = tables.length > namesShown ? `, and ${tables.length - namesShown} more` : '';
  return `${follow}${reason}) while the run is held: cutover run --go --only-table ${patterns}${more}.`;
}

function patternOf(table: string): string {
  if (/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/.test(table)) return table;
  const [schema = '', ...name] = table.split('.');
  const quoted = [schema, name.join('.')].map((part) => `"${part.replaceAll('"', '""')}"`);
  return shellWord(quoted.join('.'));
}

/** Commands after which the hold goes on as it was. */
const keepHold: ReadonlySet<string> = new Set(['verify', 'run --only-table']);

function holdOf(input: ReportInput, outcome: Report['outcome']): Report['hold'] {
  const { command, former, running, finalized } = input;
  const isVerified = outcome === 'verified' && running !== true;
  if (finalized === true) return undefined;
  if (former?.hold && command === 'verify') return former.hold;
  if (former?.hold && isVerified && keepHold.has(command ?? '')) return former.hold;
  return isVerified && movesRows(command) ? newHold(input) : undefined;
}

function newHold(input: ReportInput): NonNullable<Report['hold']> {
  const { holdHours } = input.profile;
  const confirm = shellWord(input.targetDatabase);
  return {
    hours: holdHours,
    until: new Date(Date.parse(input.finishedAt) + holdHours * 3_600_000).toISOString(),
    finalizeCommand: `cutover finalize ${input.runId} --confirm ${confirm}`,
    rollbackCommand: `cutover rollback ${input.runId} --confirm ${confirm}`,
  };
}
