import type { EstimateState } from '../../core/index.ts';
type Basis = Pick<EstimateState, 'rates' | 'jobs'>;
/** Where the figures come from: a sample of just now, or a rehearsal. */
export declare function basisText({ rates, jobs }: Basis): string;
/** How far the last estimate was off; undefined where none was followed by a whole run. */
export declare function accuracyText({ lastTime }: Pick<EstimateState, 'lastTime'>): string | undefined;
/** What would fit the window; empty where the whole does. */
export declare function insteadLines({ instead }: Pick<EstimateState, 'instead'>): string[];
/** When a run must have begun, and until when a rollback fits, counted from the window's begin; '' without a window. */
export declare function startText(estimate: Pick<EstimateState, 'latestStartSeconds' | 'noReturnSeconds' | 'fits'>): string;
export {};
