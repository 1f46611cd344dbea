import type { EngineEvent } from './events.ts';
import type { BucketState, State } from './state.ts';
type PlanReady = Extract<EngineEvent, {
    type: 'plan.ready';
}>;
/** The buckets of a plan, with what the ledger has of them. */
export declare function bucketsReady(event: PlanReady): readonly BucketState[];
/** Places of the buckets, by name. */
export declare function bucketPlaces(event: PlanReady): ReadonlyMap<string, number>;
/** True for the steps that a bucket's bar is made of: its verification comes later, and on another screen. */
export declare function movesFiles(step: {
    readonly kind: string;
    readonly phase: string;
}): boolean;
/** The buckets after an event of a step; `before` is the state that the event came upon. */
export declare function bucketsAfter(before: State, event: EngineEvent): readonly BucketState[];
export {};
