/** Seconds in the operator's words: `0.4 s`, `3 m 20 s`, `2 h 5 m`. */
export declare function durationText(seconds: number): string;
/** Whole seconds as on a clock: `1:04:09`. */
export declare function clockText(seconds: number): string;
/** How long ago an ISO time was, seen from `now` in ms: `4 m ago`, `just now`. */
export declare function agoText(iso: string, now: number): string;
/** The hour and minute of a moment in local time: `03:57`. */
export declare function hourText(moment: number): string;
/** Hour, minute and second of an ISO time in local time, as a log line begins. */
export declare function logTime(iso: string): string;
