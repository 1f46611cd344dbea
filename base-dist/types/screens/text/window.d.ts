import type { Profile } from '../../core/index.ts';
/** The maintenance window, in ms since the epoch; `endsAt` is undefined until it has a begin. */
export interface WindowState {
    readonly minutes: number | undefined;
    readonly startsAt: number | undefined;
    readonly endsAt: number | undefined;
}
/** The window begins at the profile's time, or else with the run (`runStartedAt`, ISO). */
export declare function windowOf(profile: Pick<Profile, 'windowMinutes' | 'windowStart'>, runStartedAt: string | undefined): WindowState;
/** The window's clock for the header. */
export declare function windowText(window: WindowState, now: number): string;
/**
 * Seconds to set aside for a rollback. It renames schemas and drops what the run made, so it depends on the number
 * of relations and not on their size; 20 ms for each is ample, and half a minute for reconnecting and for nerves.
 */
export declare function rollbackSeconds(tables: number): number;
/** The latest moment at which a rollback still ends inside the window, in words; undefined without a window's end. */
export declare function latestRollbackText(window: WindowState, tables: number, now: number): string | undefined;
