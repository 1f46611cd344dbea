import type { EstimateState } from '../../core/index.ts';
import { durationText } from './durations.ts';
import { countText, plural, sizeText } from './sizes.ts';

type Basis = Pick<EstimateState, 'rates' | 'jobs'>;

/** Where the figures come from: a sample of just now, or a rehearsal. */
export function basisText({ rates, jobs }: Basis): string {
  const volume = `${countText(rates.rows)} rows, ${sizeText(rates.bytes)}`;
  return rates.from === 'rehearsal'
    ? `from rehearsal ${rates.runId} of ${rates.at.slice(0, 10)} (${volume} in ${durationText(rates.seconds)}, ${plural(jobs, 'job')})`
    : `from a timed sample of just now (${volume}, ${plural(jobs, 'job')})`;
}

/** How far the last estimate was off; undefined where none was followed by a whole run. */
export function accuracyText({ lastTime }: Pick<EstimateState, 'lastTime'>): string | undefined {
  if (!lastTime || lastTime.actual <= 0) return undefined;
  const off = lastTime.estimated / lastTime.actual - 1;
  const much = `${Math.abs(off * 100).toFixed(0)}% too ${off > 0 ? 'long' : 'short'}`;
  return `the last estimate was ${much}: ${durationText(lastTime.estimated)} for ${durationText(lastTime.actual)}, run ${lastTime.runId}`;
}

/** What would fit the window; empty where the whole does. */
export function insteadLines({ instead }: Pick<EstimateState, 'instead'>): string[] {
  if (!instead) return [];
  const { skipLarge, jobs, missingSeconds } = instead;
  const fitting = (fits: boolean): string => (fits ? 'fits' : 'does not fit either');
  return [
    ...(skipLarge
      ? [
          `--skip-large ${typedSize(skipLarge.bytes)} takes ${durationText(skipLarge.seconds)} and ${fitting(skipLarge.fits)}; copied later: ${skipLarge.tables.join(', ')}`,
        ]
      : []),
    ...(jobs ? [`--jobs ${jobs.jobs} takes ${durationText(jobs.seconds)} and ${fitting(jobs.fits)}`] : []),
    `or a window that is ${durationText(missingSeconds)} longer, or begins so much earlier`,
  ];
}

/** A size in the form that --skip-large takes, to the byte. */
function typedSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && value % 1000 === 0 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value}${units[unit]}`;
}

/** When a run must have begun, and until when a rollback fits, counted from the window's begin; '' without a window. */
export function startText(estimate: Pick<EstimateState, 'latestStartSeconds' | 'noReturnSeconds' | 'fits'>): string {
  const { latestStartSeconds: latest, noReturnSeconds: noReturn, fits } = estimate;
  if (latest === undefined || noReturn === undefined || !fits) return '';
  return `Start by +${durationText(Math.max(0, latest))} at the latest; a rollback fits until +${durationText(Math.max(0, noReturn))}`;
}
