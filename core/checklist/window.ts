import type { EngineConfig } from '../config.ts';
import { fitWindow } from '../estimate/window.ts';
import type { Check, CheckVerdict } from '../preflight/types.ts';

export const windowCheck: Check = {
  id: 'window',
  title: 'The window has begun, and is long enough',
  severity: 'blocker',
  asks: 'neither',
  looksAt: "the profile's window against the clock and against the newest estimate, with half of it on top",
  concerns: ({ profile }) => profile.environment === 'production' && profile.windowMinutes !== undefined,
  run: ({ config }) => Promise.resolve(judgeWindow(config, Date.now())),
};

/** The window against the clock (`now` in ms since the epoch) and against the newest estimate. Pure. */
export function judgeWindow({ profile, expectedSeconds }: EngineConfig, now: number): CheckVerdict {
  const length = (profile.windowMinutes ?? 0) * 60;
  const begin = profile.windowStart === undefined ? now : Date.parse(profile.windowStart);
  if (now < begin) {
    return {
      verdict: 'fail',
      detail: `The window begins at ${clock(begin)}, in ${minutes((begin - now) / 1000)}.`,
      fix: 'Wait for it; or set windowStart in the profile to when it really begins.',
    };
  }
  const left = length - (now - begin) / 1000;
  if (left <= 0) {
    return {
      verdict: 'fail',
      detail: `The window was over at ${clock(begin + length * 1000)}.`,
      fix: 'Agree upon another window, and set it in the profile.',
    };
  }
  if (expectedSeconds === undefined) {
    return {
      verdict: 'skip',
      detail: `${minutes(left)} of the window are left; how long the run takes was not estimated.`,
      fix: 'Run cutover estimate with this profile first.',
    };
  }
  const { bufferedSeconds, fits } = fitWindow(expectedSeconds, left);
  const detail = `${minutes(left)} are left for ${minutes(expectedSeconds)} of work, ${minutes(bufferedSeconds)} with half of it on top.`;
  return fits
    ? { verdict: 'pass', detail, fix: '' }
    : {
        verdict: 'fail',
        detail,
        fix: 'See cutover estimate for what would fit: --skip-large, more jobs, or a longer window.',
      };
}

function clock(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function minutes(seconds: number): string {
  return seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
