import type { EngineEvent } from '../core/index.ts';
import { durationText } from '../screens/text/durations.ts';
import { accuracyText, basisText, insteadLines } from '../screens/text/estimates.ts';

type Estimate = Extract<EngineEvent, { type: 'estimate.finished' }>;

/** What an estimate comes to, below its tables. */
export function estimateLines(event: Estimate): string[] {
  const buffered = `${durationText(event.seconds)}, ${durationText(event.bufferedSeconds)} with the buffer of 50%`;
  const window =
    event.windowSeconds === 0
      ? 'no window is set'
      : `${event.fits ? 'fits' : 'DOES NOT FIT'} into the window of ${durationText(event.windowSeconds)}`;
  const accuracy = accuracyText(event);
  return [
    `phases: ${event.phases.map(({ phase, from, to }) => `${phase} ${from.toFixed(1)}-${to.toFixed(1)} s`).join(', ')}`,
    `rates: ${basisText(event)}`,
    ...event.rates.notes,
    ...(accuracy === undefined ? [] : [accuracy]),
    `time: ${buffered}; ${window}`,
    ...windowLines(event),
    ...insteadLines(event),
  ];
}

function windowLines({ latestStartSeconds, noReturnSeconds, rollbackSeconds, fits }: Estimate): string[] {
  if (latestStartSeconds === undefined || noReturnSeconds === undefined) return [];
  const start = fits
    ? `start ${durationText(Math.max(0, latestStartSeconds))} after the window's begin at the latest`
    : `it would have to start ${durationText(-latestStartSeconds)} before the window`;
  const back =
    noReturnSeconds > 0
      ? `a rollback (${durationText(rollbackSeconds)}) fits until ${durationText(noReturnSeconds)} after it`
      : `a rollback (${durationText(rollbackSeconds)}) does not fit into the window at all`;
  return [`window: ${start}; ${back}`];
}
