import { signed } from '../checklist/said.ts';
import prettyBytes from 'pretty-bytes';
import prettyMilliseconds from 'pretty-ms';
import type { Report } from './schema.ts';

/** Words and numbers that report.md and report.html have in common. */

export function bytesText(bytes: number): string {
  return prettyBytes(bytes);
}

export function secondsText(seconds: number | undefined): string {
  return seconds === undefined ? '' : prettyMilliseconds(seconds * 1000, { secondsDecimalDigits: 1 });
}

export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

const headlines = {
  held: 'VERIFIED: everything was moved and compared',
  finalized: 'FINALIZED: the hold is over',
  paused: 'STOPPED: the run can be resumed',
  failed: 'FAILED',
  'no-go': 'NO-GO: a blocking check is red, nothing was moved',
  'rolled-back': 'ROLLED BACK: the target is as it was before',
} as const;

export function headline(report: Report): string {
  return headlines[report.state];
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
  if (report.state === 'paused' || report.state === 'failed') {
    return [
      `To go on where it stopped: cutover resume ${report.runId}`,
      `To put the target back as it was: cutover rollback ${report.runId} --confirm ${report.targetDatabase}`,
    ];
  }
  return [];
}

/** Name and value of what identifies a run: the head of each form of the report. */
export function runFacts(report: Report): [name: string, value: string][] {
  return [
    ['run', report.runId],
    ['profile', `${report.profile} (${report.environment})`],
    ['source', report.source],
    ['target', report.target],
    ['started', report.startedAt],
    ['finished', `${report.finishedAt} (${secondsText(report.seconds)})`],
    ['moved', `${countText(report.rows)} rows, ${bytesText(report.bytes)}, ${report.tables.length} tables`],
    ['cutover', report.toolVersion],
  ];
}
