import wrapAnsi from 'wrap-ansi';
import { proofOf } from '../core/index.ts';
import { headline } from '../screens/text/headline.ts';
import { doneSections } from '../screens/views/done.ts';
import type { Ending } from './sessions.ts';

/** What stays in the terminal when the wizard is gone: plain lines without colour, broken between words. */
export function summaryText(ending: Ending, columns: number): string {
  return `${summaryLines(ending)
    .map((line) => folded(line, columns))
    .join('\n')}\n`;
}

/** A line broken between words; a word that is longer than the terminal is wide stays whole, so that it can be copied. */
export function folded(line: string, columns: number): string {
  const text = line.trimStart();
  const indent = ' '.repeat(line.length - text.length);
  const hanging = `${indent}  `;
  return `${indent}${wrapAnsi(text, Math.max(1, columns - hanging.length)).replaceAll('\n', `\n${hanging}`)}`;
}

function summaryLines({ result, state, session }: Ending): readonly string[] {
  const { profile, options, runId, demo } = session;
  const run = result.runId ?? runId;
  const head = `cutover: ${run === undefined ? '' : `run ${run} `}${endText(result)}`;
  const error =
    result.error === undefined ? [] : [`  ${result.error.message} (${result.error.code})`, `  ${result.error.hint}`];
  if (result.outcome === 'paused') {
    const how = `cutover resume${run === undefined ? '' : ` ${run}`}, with the same connection settings`;
    return [
      head,
      ...error,
      demo === undefined ? `  Everything is kept. It goes on with: ${how}` : '  The sample is gone with the wizard.',
    ];
  }
  const facts = { state, result, profile, options, runId: run, sample: demo !== undefined, brief: true };
  const sections = doneSections(facts).flatMap((section) =>
    section.lines.length === 1
      ? [`  ${section.title}: ${section.lines[0]}`]
      : [`  ${section.title}:`, ...section.lines.map((line) => `    ${line}`)],
  );
  return [head, ...error, ...sections];
}

/** Nothing is called verified that was not compared. */
function endText({ outcome, verdict }: Ending['result']): string {
  return outcome === 'verified' && proofOf(verdict) === 'nothing'
    ? verdict
    : headline(outcome.replace('-', ' '), verdict);
}
