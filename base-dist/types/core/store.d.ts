import type { EngineEvent } from './events.ts';
import { type State } from './state.ts';
/** The published state, in the form that React's useSyncExternalStore takes. */
export interface Store {
    readonly getState: () => State;
    readonly subscribe: (listener: () => void) => () => void;
}
export interface StoreWriter extends Store {
    readonly dispatch: (event: EngineEvent) => void;
    /** Publishes what is held back, at once. */
    readonly flush: () => void;
}
/** Tells listeners of new states at most every 100 ms: a screen that draws each row is a screen that flickers. */
export declare function createStore(): StoreWriter;
