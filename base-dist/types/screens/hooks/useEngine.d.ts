import type { State, Store } from '../../core/index.ts';
/** The engine's state as it is published: at most every 100 ms, at once on a phase change. */
export declare function useEngine(store: Store): State;
