import type { EngineConfig } from '../config.ts';
import type { Check, CheckVerdict } from '../preflight/types.ts';
export declare const windowCheck: Check;
/** The window against the clock (`now` in ms since the epoch) and against the newest estimate. Pure. */
export declare function judgeWindow({ profile, expectedSeconds }: EngineConfig, now: number): CheckVerdict;
