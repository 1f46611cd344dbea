import type { EngineEvent } from '../events.ts';
/** The events that a run's folder has, in their order, without a look at their form: they are this tool's own. */
export declare function recordedEvents(folder: string): Generator<EngineEvent>;
