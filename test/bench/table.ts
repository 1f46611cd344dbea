import { type Bar, cpuSecondsPerGb, goodRuns, measuredFor, median, peakMb, type Run, thin } from './figures.ts';
import type { Sample } from './measure.ts';

/** What the table needs to know of a tool. */
export interface Row {
  readonly id: string;
  readonly name: string;
  /** Why it did not run at all. */
  readonly skipped?: string;
}

export interface Results {
  readonly tools: readonly Row[];
  readonly runs: readonly Run[];
  readonly rounds: number;
  /** Ids of the tools that the others are divided by; one that did not run gets no column. */
  readonly references: readonly string[];
  readonly dataBytes: number;
  readonly indexBytes: number;
  readonly tables: number;
}

const none = '–';

/** A column for the cost of one table, where there are so many that it is what counts. */
const manyTables = 1000;

/** The results as a Markdown table, and below it a line for each run that failed. */
export function resultTable({ tools, runs, rounds, references, dataBytes, indexBytes, tables }: Results): string {
  const shown = references.filter((id) => tools.some((tool) => tool.id === id && tool.skipped === undefined));
  const nameOf = (id: string): string => tools.find((tool) => tool.id === id)?.name ?? id;
  const perTable = tables >= manyTables;
  const heads = [
    'tool',
    'seconds of each round',
    'median',
    ...(perTable ? ['ms per table'] : []),
    ...shown.map((id) => `÷ ${nameOf(id)}, each round`),
    'client CPU s',
    'CPU s per GB of tables',
    'of the set',
    'peak MB',
  ];
  const isNumber = (head: string): boolean => !head.endsWith('each round') && head !== 'tool';
  const rows = tools.map(({ id, name, skipped }) => {
    if (skipped !== undefined) return [name, `skipped: ${skipped}`, ...heads.slice(2).map(() => '')];
    const middle = median(goodRuns(runs, id).map((run) => run.seconds));
    return [
      name,
      eachRound(rounds, (round) => secondsCell(runs, id, round)),
      fixed(middle, 2),
      ...(perTable ? [fixed(middle === undefined ? undefined : (middle / tables) * 1000, 2)] : []),
      ...shown.map((reference) => eachRound(rounds, (round) => ratioCell(runs, id, reference, round))),
      fixed(median(goodRuns(runs, id).flatMap((run) => run.cpuSeconds ?? [])), 2),
      fixed(cpuSecondsPerGb(runs, id, dataBytes), 2),
      fixed(cpuSecondsPerGb(runs, id, dataBytes + indexBytes), 2),
      fixed(peakMb(runs, id), 0),
    ];
  });
  const failures = runs.flatMap(({ tool, round, failure }) =>
    failure === undefined ? [] : [`Failed: ${nameOf(tool)}, round ${round}: ${cell(failure)}`],
  );
  return [markdown(heads, rows, isNumber), ...failures].join('\n\n');
}

/** The bars with what was measured: for ratios the median of the rounds. */
export function barTable(
  bars: readonly Bar[],
  runs: readonly Run[],
  setBytes: number,
  nameOf: (id: string) => string,
): string {
  const rows = bars.map((bar) => {
    const measured = measuredFor(bar, runs, setBytes);
    const digits = bar.measure === 'peakMb' ? 0 : 2;
    const verdict = measured === undefined ? 'not measured' : measured <= bar.limit ? 'met' : 'missed';
    return [`${nameOf(bar.tool)}${titleOf(bar, nameOf)}`, fixed(bar.limit, digits), fixed(measured, digits), verdict];
  });
  return markdown(['bar', 'at most', 'measured', 'verdict'], rows, (head) => head === 'at most' || head === 'measured');
}

function titleOf({ measure }: Bar, nameOf: (id: string) => string): string {
  if (measure === 'cpuSecondsPerGb') return ': client CPU s per GB of the set';
  if (measure === 'peakMb') return ': peak MB';
  return ` ÷ ${nameOf(measure.ratioTo)}`;
}

/** Memory of a run over time, and what the target was busy with, in at most 25 lines. */
export function timelineTable(samples: readonly Sample[]): string {
  const rows = thin(samples, 25).map(({ seconds, bytes, copies, indexBuilds }) => [
    fixed(seconds, 1),
    fixed(bytes / 1e6, 0),
    copies === undefined ? none : String(copies),
    indexBuilds === undefined ? none : String(indexBuilds),
  ]);
  return markdown(['seconds', 'MB', 'COPY under way', 'indexes being built'], rows, () => true);
}

function secondsCell(runs: readonly Run[], tool: string, round: number): string {
  const run = runs.find((each) => each.tool === tool && each.round === round);
  if (run === undefined) return none;
  return run.failure === undefined ? fixed(run.seconds, 2) : 'failed';
}

function ratioCell(runs: readonly Run[], tool: string, reference: string, round: number): string {
  const secondsOf = (id: string): number | undefined => goodRuns(runs, id).find((run) => run.round === round)?.seconds;
  const [seconds, base] = [secondsOf(tool), secondsOf(reference)];
  return seconds === undefined || base === undefined ? none : fixed(seconds / base, 2);
}

function eachRound(rounds: number, text: (round: number) => string): string {
  return Array.from({ length: rounds }, (_, index) => text(index + 1)).join(' · ');
}

function fixed(value: number | undefined, digits: number): string {
  return value === undefined ? none : value.toFixed(digits);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function markdown(heads: readonly string[], rows: readonly string[][], isNumber: (head: string) => boolean): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  const rule = `|${heads.map((head) => (isNumber(head) ? '--:' : '---')).join('|')}|`;
  return [line(heads), rule, ...rows.map(line)].join('\n');
}
