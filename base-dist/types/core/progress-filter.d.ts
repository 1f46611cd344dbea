import type { EngineEvent } from './events.ts';
/**
 * Lets a step's progress pass at most once in `intervalMs`, and everything else always.
 * Time is the events' own, so the same events always give the same lines.
 */
export declare function createProgressFilter(intervalMs?: number): (event: EngineEvent) => boolean;
