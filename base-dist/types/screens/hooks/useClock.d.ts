/** Time as the screens see it. Tests bring one of their own. */
export interface Clock {
    /** ms since the epoch. */
    readonly now: () => number;
    /** Calls `tick` every `ms` until the returned function is called. */
    readonly every: (ms: number, tick: () => void) => () => void;
}
export declare const systemClock: Clock;
export declare const ClockContext: import("react").Context<Clock>;
/** The time now, drawn again every `ms`. */
export declare function useNow(ms?: number): number;
