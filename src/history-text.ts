import type { History, RunRecord } from '../core/index.ts';
import { durationText } from '../screens/text/durations.ts';

/** Characters of the longest bar: with what stands beside it, a line of 80 columns. */
const barWidth = 24;

/** Estimate against actual time, drawn to one scale, newest first; for logs and terminals of 80 columns. */
export function historyLines(history: History): string[] {
  if (history.length === 0) return ['no runs are remembered yet: those of a saved profile are'];
  const most = Math.max(...history.flatMap(({ seconds, estimate }) => [seconds, estimate?.seconds ?? 0]), 1e-3);
  return history.flatMap((record) => linesOf(record, most));
}

function linesOf(record: RunRecord, most: number): string[] {
  const { runId, profile, environment, startedAt, outcome, estimate, seconds, drill, rollback } = record;
  const pieces = record.resumed > 0 ? `, in ${record.resumed + 1} pieces` : '';
  return [
    `${runId}  ${startedAt.slice(0, 16).replace('T', ' ')}  ${profile}  ${environment}  ${outcome}${pieces}`,
    estimate
      ? `  estimated ${bar(estimate.seconds, most, '░')} ${durationText(estimate.seconds)} from a ${estimate.from}`
      : '  estimated nothing',
    `  took      ${bar(seconds, most, '█')} ${durationText(seconds)}${offText(record)}`,
    ...(drill
      ? [
          `  drill: killed with ${Math.round(drill.killedAt * 100)}% of the rows there, resumed in ${durationText(drill.resumeSeconds)}, verified in ${durationText(drill.verifySeconds)}`,
        ]
      : []),
    ...(rollback ? [`  rolled back in ${durationText(rollback.seconds)}`] : []),
  ];
}

function offText({ estimate, seconds, resumed, outcome }: RunRecord): string {
  if (!estimate || resumed > 0 || outcome !== 'verified' || seconds <= 0) return '';
  const off = estimate.seconds / seconds - 1;
  return `, estimated ${Math.abs(off * 100).toFixed(0)}% too ${off > 0 ? 'long' : 'short'}`;
}

function bar(seconds: number, most: number, sign: string): string {
  return sign.repeat(Math.max(1, Math.round((seconds / most) * barWidth))).padEnd(barWidth);
}
