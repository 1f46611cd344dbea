import type { RunOptions } from '../config.ts';
import type { Table } from '../inventory/types.ts';
import { bufferFactor, fitWindow } from './window.ts';

/** What would fit a window that the whole does not. */
export interface Instead {
  /** Without the largest tables, which are copied later: `--skip-large`. */
  readonly skipLarge?: {
    readonly bytes: number;
    readonly tables: readonly string[];
    readonly seconds: number;
    readonly fits: boolean;
  };
  /** `--jobs`, as far as what was measured tells. */
  readonly jobs?: { readonly jobs: number; readonly seconds: number; readonly fits: boolean };
  /** How much longer the window would have to be, or how much earlier begin. */
  readonly missingSeconds: number;
}

/** Tables that are looked at as ones to leave out. */
const mostTables = 20;
/** More jobs than these were never measured. */
const mostJobs = 16;

/**
 * Looks for what fits the window. Pure. `without` gives the seconds without some tables, `withJobs` those with another
 * number of jobs; undefined where nobody can tell.
 */
export function instead(input: {
  readonly tables: readonly Table[];
  readonly options: Pick<RunOptions, 'jobs'>;
  readonly seconds: number;
  readonly windowSeconds: number;
  readonly without: (tables: ReadonlySet<string>) => number;
  readonly withJobs: ((jobs: number) => number) | undefined;
}): Instead {
  const { windowSeconds, seconds } = input;
  const skipLarge = skipLargest(input);
  const jobs = moreJobs(input);
  return {
    ...(skipLarge ? { skipLarge } : {}),
    ...(jobs ? { jobs } : {}),
    missingSeconds: seconds * bufferFactor - windowSeconds,
  };
}

function skipLargest({
  tables,
  windowSeconds,
  without,
}: Pick<Parameters<typeof instead>[0], 'tables' | 'windowSeconds' | 'without'>): Instead['skipLarge'] {
  const sizes = tables
    .map((table) => ({ key: table.key, bytes: table.bytes + table.indexBytes }))
    .toSorted((a, b) => b.bytes - a.bytes);
  const left = new Set<string>();
  let found: Instead['skipLarge'];
  for (const [place, { key, bytes }] of sizes.slice(0, mostTables).entries()) {
    left.add(key);
    const next = sizes[place + 1]?.bytes ?? 0;
    // Of two tables of one size, --skip-large leaves out both or none.
    if (bytes === 0 || next === bytes) continue;
    const seconds = without(left);
    const { fits } = fitWindow(seconds, windowSeconds);
    found = { bytes: roundBetween(next, bytes), tables: [...left], seconds, fits };
    if (fits) return found;
  }
  return found;
}

/** A number that is easily typed, at least `from` and below `to`. */
export function roundBetween(from: number, to: number): number {
  for (let unit = 10 ** Math.ceil(Math.log10(Math.max(to, 1))); unit >= 1; unit /= 10) {
    const rounded = Math.ceil(from / unit) * unit;
    if (rounded >= from && rounded < to && rounded > 0) return rounded;
  }
  return Math.ceil(from);
}

function moreJobs({
  options,
  seconds,
  windowSeconds,
  withJobs,
}: Pick<Parameters<typeof instead>[0], 'options' | 'seconds' | 'windowSeconds' | 'withJobs'>): Instead['jobs'] {
  if (!withJobs) return undefined;
  let best: Instead['jobs'];
  for (let jobs = options.jobs * 2; jobs <= mostJobs; jobs *= 2) {
    const needed = withJobs(jobs);
    if (needed >= (best?.seconds ?? seconds) * 0.97) break;
    best = { jobs, seconds: needed, fits: fitWindow(needed, windowSeconds).fits };
    if (best.fits) break;
  }
  return best;
}
