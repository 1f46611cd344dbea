import type { State } from '../core/index.ts';
import type { Command } from './sessions.ts';
export type Route = 'welcome' | 'demo' | 'drift' | 'connect' | 'estimate' | 'checklist' | 'migrate' | 'verify' | 'rollback' | 'done';
/** Where Esc leads. Nowhere once something was written to the target. */
export declare function backFrom(route: Route): Route | undefined;
/** Where the engine's progress leads by itself; the same route where the operator has to decide. */
export declare function follow(route: Route, state: State, command: Command | undefined): Route;
