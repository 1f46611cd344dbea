/** One run of one tool. Times in seconds, memory in bytes; what could not be measured is left out. */
export interface Run {
  /** Id of the tool. */
  readonly tool: string;
  /** From 1. */
  readonly round: number;
  readonly seconds: number;
  /** User and system time of every process that the tool started, servers not included. */
  readonly cpuSeconds?: number;
  readonly peakBytes?: number;
  /** Why the run does not count: the tool's own error, or what it left different on the target. */
  readonly failure?: string;
}

/** A limit that a ratio or a figure has to keep. */
export interface Bar {
  readonly tool: string;
  readonly measure: { readonly ratioTo: string } | 'cpuSecondsPerGb' | 'peakMb';
  readonly limit: number;
}

/** The middle of the values, the mean of the two middle ones where their number is even; undefined where none is. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/**
 * The order of a round (from 1): each round begins one place later. A machine that slows down or speeds up within a
 * round then favours another tool each time.
 */
export function rotate<Item>(items: readonly Item[], round: number): Item[] {
  const start = items.length === 0 ? 0 : (round - 1) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** Seconds of a tool over those of another in the same round; rounds in which one of the two failed are left out. */
export function ratios(runs: readonly Run[], tool: string, reference: string): number[] {
  return goodRuns(runs, tool).flatMap(({ round, seconds }) => {
    const other = goodRuns(runs, reference).find((run) => run.round === round);
    return other === undefined ? [] : [seconds / other.seconds];
  });
}

export function goodRuns(runs: readonly Run[], tool: string): Run[] {
  return runs.filter((run) => run.tool === tool && run.failure === undefined);
}

/** Client CPU of a run for each GB (10⁹ bytes). */
export function cpuSecondsPerGb(runs: readonly Run[], tool: string, bytes: number): number | undefined {
  const seconds = median(goodRuns(runs, tool).flatMap((run) => run.cpuSeconds ?? []));
  return seconds === undefined ? undefined : seconds / (bytes / 1e9);
}

/** The highest of all rounds, in MB (10⁶ bytes): a peak that was there once counts. */
export function peakMb(runs: readonly Run[], tool: string): number | undefined {
  const peaks = goodRuns(runs, tool).flatMap((run) => run.peakBytes ?? []);
  return peaks.length === 0 ? undefined : Math.max(...peaks) / 1e6;
}

/** What was measured against a bar: the median of the rounds' ratios, or the figure itself; a GB is one of the data set. */
export function measuredFor(bar: Bar, runs: readonly Run[], setBytes: number): number | undefined {
  if (bar.measure === 'cpuSecondsPerGb') return cpuSecondsPerGb(runs, bar.tool, setBytes);
  if (bar.measure === 'peakMb') return peakMb(runs, bar.tool);
  return median(ratios(runs, bar.tool, bar.measure.ratioTo));
}

/** At most `count` of the items, the first and the last among them, evenly apart. */
export function thin<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  const step = (items.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => items[Math.round(index * step)]).filter(
    (item): item is Item => item !== undefined,
  );
}
