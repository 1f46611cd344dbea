import { type Profile, rollbackSeconds } from '../../core/index.ts';
import { clockText, durationText, hourText } from './durations.ts';

/** The maintenance window, in ms since the epoch; `endsAt` is undefined until it has a begin. */
export interface WindowState {
  readonly minutes: number | undefined;
  readonly startsAt: number | undefined;
  readonly endsAt: number | undefined;
}

/** The window begins at the profile's time, or else with the run (`runStartedAt`, ISO). */
export function windowOf(
  profile: Pick<Profile, 'windowMinutes' | 'windowStart'>,
  runStartedAt: string | undefined,
): WindowState {
  const { windowMinutes: minutes } = profile;
  const begin = profile.windowStart ?? runStartedAt;
  const startsAt = begin === undefined ? undefined : Date.parse(begin);
  const endsAt = minutes === undefined || startsAt === undefined ? undefined : startsAt + minutes * 60_000;
  return { minutes, startsAt, endsAt };
}

/** The window's clock for the header. */
export function windowText(window: WindowState, now: number): string {
  const { minutes, startsAt, endsAt } = window;
  if (minutes === undefined)
    return startsAt === undefined || now < startsAt ? 'no window set' : clockText((now - startsAt) / 1000);
  if (startsAt === undefined || endsAt === undefined) return `window ${durationText(minutes * 60)}, from the start`;
  if (now < startsAt) return `window opens in ${clockText((startsAt - now) / 1000)}`;
  if (now <= endsAt) return `window ${clockText((endsAt - now) / 1000)} left`;
  return `window OVER by ${clockText((now - endsAt) / 1000)}`;
}

/** The latest moment at which a rollback still ends inside the window, in words; undefined without a window's end. */
export function latestRollbackText(window: WindowState, tables: number, now: number): string | undefined {
  if (window.endsAt === undefined) return undefined;
  const latest = window.endsAt - rollbackSeconds(tables) * 1000;
  if (now > latest) return 'A rollback no longer fits into the window';
  return `A rollback fits until ${hourText(latest)} (${clockText((latest - now) / 1000)} from now)`;
}
