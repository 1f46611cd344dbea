import type { EngineEvent } from './events.ts';
import { type State } from './state.ts';
/**
 * The state after these events. Pure: time comes from the events, so the same events always give the same state.
 * An event costs as much as there are steps under way; the table list is copied once, however many events there are.
 */
export declare function reduceAll(state: State, events: readonly EngineEvent[]): State;
/** The state after one event. See {@link reduceAll}. */
export declare function reduce(state: State, event: EngineEvent): State;
