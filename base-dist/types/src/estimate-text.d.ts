import type { EngineEvent } from '../core/index.ts';
type Estimate = Extract<EngineEvent, {
    type: 'estimate.finished';
}>;
/** What an estimate comes to, below its tables. */
export declare function estimateLines(event: Estimate): string[];
export {};
