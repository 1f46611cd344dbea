import { signed } from '../checklist/said.ts';
import prettyBytes from 'pretty-bytes';
import { migrationPhases } from '../events.ts';
import prettyMilliseconds from 'pretty-ms';
import { grouped } from '../numbers.ts';
import { isFailure } from '../verify/types.ts';
import { proofOf } from '../verify/verdict.ts';
import type { Report } from './schema.ts';

/** Words and numbers that report.md and report.html have in common. */

export function bytesText(bytes: number): string {
  return prettyBytes(bytes);
}

export function secondsText(seconds: number | undefined): string {
  return seconds === undefined ? '' : prettyMilliseconds(seconds * 1000, { secondsDecimalDigits: 1 });
}

export function countText(count: number): string {
  return grouped(count);
}

/** `m:ss` since the begin, or `h:mm:ss`; with tenths where the whole took less than some seconds. */
export function clockText(seconds: number, tenths = false): string {
  if (tenths) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const padded = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${padded}` : `${minutes}:${padded}`;
}

/** Everything in a report may come from a database or an operator; none of it may become markup. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The name in a form that a shell takes as one word. */
export function shellWord(name: string): string {
  return /^[\w./:@-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}

const headlines = {
  running: 'RUNNING: the report is of the moment below',
  held: 'VERIFIED: source and target are equal',
  finalized: 'FINALIZED: the hold is over',
  paused: 'STOPPED: the run can be resumed',
  failed: 'FAILED',
  'no-go': 'NO-GO: a blocking check is red, nothing was moved',
  'rolled-back': 'ROLLED BACK: the target is as it was before',
} as const;

export function headline(report: Report): string {
  if (report.state !== 'held') return headlines[report.state];
  if (report.outcome === 'failed') return 'HELD: the newest verification FAILED';
  if (report.outcome !== 'verified') return 'HELD: the newest verification was not finished';
  // The verdict names what was not compared; the headline says no more than it.
  return { whole: headlines.held, part: 'VERIFIED IN PART: what was compared is equal', nothing: unproven }[
    proofOf(report.verdict)
  ];
}

const unproven = 'MOVED, NOT VERIFIED: nothing was compared';

/** How the headline is coloured: as well as the verdict allows. */
export function tone({ state, outcome, verdict }: Report): 'good' | 'warn' | 'bad' {
  if (state === 'failed' || state === 'no-go') return 'bad';
  if (state === 'finalized') return 'good';
  if (state !== 'held') return 'warn';
  if (outcome !== 'verified') return outcome === 'failed' ? 'bad' : 'warn';
  return proofOf(verdict) === 'whole' ? 'good' : 'warn';
}

const checkWords = { pass: 'pass', fail: 'FAIL', skip: 'skipped' } as const;

/** The verdict of a check in words; an override never makes it look green. */
export function checkWord(check: Report['checks'][number]): string {
  if (check.overrideReason !== undefined) {
    const { overrideBy: by, overrideAt: at } = check;
    const who = by === undefined || at === undefined ? '' : ` (${signed({ by, at })})`;
    return `${check.verdict === 'skip' ? 'skipped' : 'FAIL'}, overridden${who}: ${check.overrideReason}`;
  }
  return check.verdict === 'fail' ? `${checkWords.fail} (${check.severity})` : checkWords[check.verdict];
}

export function tableWord(table: Report['tables'][number]): string {
  if (table.verification === undefined) return table.state === 'done' ? 'not verified' : `${table.state}, not verified`;
  const { verdict, reason } = table.verification;
  if (verdict === 'match') return table.verification.sourceChecksum === '' ? 'counts match' : 'match';
  return `${verdict === 'differ' ? 'DIFFERS' : 'skipped'}${reason === '' ? '' : `: ${reason}`}`;
}

/** What the operator can do next with this run, as commands to type. */
export function nextSteps(report: Report): readonly string[] {
  if (report.hold) {
    return [
      `The source and what was set aside stay as the way back for ${report.hold.hours} h, until ${report.hold.until}.`,
      `To end the hold for good: ${report.hold.finalizeCommand}`,
      `To put the target back as it was: ${report.hold.rollbackCommand}`,
    ];
  }
  if (report.state === 'running') {
    return [
      `This is of ${report.finishedAt}, while it was going on. Where its process is gone: ${againCommand(report)}`,
      `To make the report anew from its events: cutover report ${report.runId}`,
    ];
  }
  if (report.state === 'paused' || report.state === 'failed') {
    return [
      `To go on where it stopped: cutover resume ${report.runId}`,
      `To put the target back as it was: cutover rollback ${report.runId} --confirm ${shellWord(report.targetDatabase)}`,
    ];
  }
  return [];
}

function againCommand({ command, runId, targetDatabase }: Report): string {
  if (command === 'verify') return `cutover verify ${runId}`;
  if (command === 'rollback' || command === 'finalize')
    return `cutover ${command} ${runId} --confirm ${shellWord(targetDatabase)}`;
  return `cutover resume ${runId}`;
}

/** Name and value of what identifies a run: the head of each form of the report. */
export function runFacts(report: Report): [name: string, value: string][] {
  return [
    ['run', report.runId],
    ['profile', `${report.profile} (${report.environment})`],
    ['source', report.source],
    ['target', report.target],
    ['started', report.startedAt],
    [
      report.state === 'running' ? 'as of' : 'finished',
      `${report.finishedAt} (${timeOf(report)}${secondsText(report.seconds)})`,
    ],
    [
      report.state === 'rolled-back' ? 'moved, and taken back' : 'moved',
      `${countText(report.rows)} rows, ${bytesText(report.bytes)}, ${report.tables.length} tables`,
    ],
    ['cutover', report.toolVersion],
  ];
}

/** The time of a report is that of the newest command. */
function timeOf({ command = 'run' }: Report): string {
  return command === 'run' ? '' : `${command} took `;
}

/** What does not match, table by table and object by object; rows and columns where they were found. */
export function differencesOf(
  report: Report,
): { readonly what: string; readonly name: string; readonly detail: string }[] {
  const { items } = report.verification;
  return [
    ...report.tables
      .filter((table) => table.verification?.verdict === 'differ')
      .map((table) => ({ what: 'table', name: table.table, detail: differenceText(table.verification) })),
    ...items
      .filter((item) => isFailure(item.verdict))
      .map(({ kind, name, verdict, detail }) => ({
        what: kind,
        name,
        detail: detail === '' ? verdict : `${verdict}: ${detail}`,
      })),
  ];
}

function differenceText(found: Report['tables'][number]['verification']): string {
  if (found === undefined) return '';
  const counts =
    found.sourceRows === found.targetRows
      ? `${countText(found.sourceRows)} rows on both sides, other contents`
      : `${countText(found.sourceRows)} rows on the source, ${countText(found.targetRows)} on the target`;
  return found.reason === '' ? counts : `${counts}; ${found.reason}`;
}

/** Checks that were red, and why the run went on all the same. */
export function overridesOf(report: Report): { readonly title: string; readonly reason: string }[] {
  return report.checks.flatMap(({ title, overrideReason }) =>
    overrideReason === undefined ? [] : [{ title, reason: overrideReason }],
  );
}

/** How many tables the list of the slowest has. */
const slowest = 15;

/** The tables that were being copied for the longest, with the time that was expected of each. */
export function slowestTables(report: Report): {
  readonly table: string;
  readonly seconds: number;
  readonly rows: number;
  readonly bytes: number;
  readonly expected: number | undefined;
}[] {
  const expected = new Map(report.estimate?.tables.map(({ table, seconds }) => [table, seconds]));
  return [...(report.timeline?.tables ?? [])]
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, slowest)
    .map((table) => ({ ...table, expected: expected.get(table.table) }));
}

const estimated: ReadonlySet<string> = new Set(migrationPhases);

/** Seconds in which the run was at work, whatever the number of its processes; pauses and later verifications left out. */
export function workSeconds(report: Report): number {
  const spans = (report.timeline?.phases ?? [])
    .filter(({ phase }) => estimated.has(phase))
    .sort((a, b) => a.start - b.start);
  if (spans.length === 0) return report.seconds;
  const moved = Math.max(0, ...spans.filter(({ phase }) => phase !== 'verify').map(({ end }) => end));
  const again = spans.filter(({ phase, start }) => phase === 'verify' && start > moved).slice(1);
  let seconds = 0;
  let until = 0;
  for (const { start, end } of spans.filter((span) => !again.includes(span))) {
    seconds += Math.max(0, end - Math.max(start, until));
    until = Math.max(until, end);
  }
  return seconds;
}

/** The estimate beside what came of it: rows of a table of three columns. Empty where nobody estimated. */
export function estimateRows(report: Report): [what: string, expected: string, actual: string][] {
  const { estimate } = report;
  if (estimate === undefined) return [];
  const over = report.state === 'running' ? ' so far' : '';
  const actual = workSeconds(report);
  const window = estimate.windowSeconds === 0 ? 'none set' : secondsText(estimate.windowSeconds);
  return [
    ['time', secondsText(estimate.seconds), `${secondsText(actual)}${over}`],
    ['time with the buffer of 50%', secondsText(estimate.bufferedSeconds), ratioText(actual, estimate.seconds)],
    ['maintenance window', window, windowText(actual, estimate.windowSeconds)],
    ['rows', countText(estimate.rows), countText(report.rows)],
    ['bytes', bytesText(estimate.bytes), bytesText(report.bytes)],
  ];
}

function ratioText(actual: number, expected: number): string {
  if (expected <= 0) return '';
  return `${Math.round((actual / expected) * 100)}% of the estimate`;
}

function windowText(actual: number, windowSeconds: number): string {
  if (windowSeconds === 0) return '';
  return actual <= windowSeconds ? 'kept' : `EXCEEDED by ${secondsText(actual - windowSeconds)}`;
}

/** What worked with what, name and value. */
export function versionFacts(report: Report): [name: string, value: string][] {
  const { versions } = report;
  if (versions === undefined) return [];
  return [
    ['cutover', versions.cutover],
    ['Node', versions.node],
    ['system', versions.system],
    ['PostgreSQL, source', versions.source],
    ['PostgreSQL, target', versions.target],
  ].filter((fact): fact is [string, string] => fact[1] !== '');
}
