import type { EngineEvent } from '../events.ts';
import type { Timeline } from './schema.ts';
/**
 * Remembers when each phase and step of a run began and ended, and how many bytes passed in each second, from its events
 * alone: those of this process as they happen, or those of earlier ones as `events.ndjson` has kept them.
 */
export declare class TimelineRecorder {
    #private;
    /** Takes one event. Events come in their order of time. */
    see(event: EngineEvent): void;
    /** What is known by now. Plain data; times are seconds since `from`. */
    timeline(): Timeline | undefined;
}
