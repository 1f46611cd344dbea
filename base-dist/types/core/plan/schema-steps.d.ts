import type { Inventory } from '../inventory/types.ts';
import type { Scope } from '../supabase/scope.ts';
import { type IdentifiedEntry } from './entries.ts';
import { type TargetState } from './target-state.ts';
import type { Step } from './types.ts';
/** What a schema object weighs against bytes of data, so that progress moves while they are made. */
export declare const objectWeight: number;
/** Steps before the first schema object: roles, what would change new objects, and what is in the way. */
export declare function prepareSteps(input: {
    readonly runId: string;
    readonly source: Inventory;
    readonly target: Inventory;
    readonly state: TargetState;
    readonly scope: Scope;
    readonly entries: readonly IdentifiedEntry[];
    /** Roles that must be there beside those that the source's schemas name. */
    readonly roles: readonly string[];
    /** What leaves schemas that cannot be renamed, while the target is as it was. */
    readonly removals: readonly Step[];
    /** What is made before the first object of the dump. */
    readonly additions: readonly Step[];
}): Step[];
/** Gives each step a need for the one before it, behind `after`. */
export declare function chain(steps: readonly Step[], after?: string): Step[];
/** The schemas that the run makes and a target has too, and which are therefore set aside. */
export declare function schemasInTheWay(source: Inventory, target: Inventory, scope: Pick<Scope, 'shim'>): string[];
/** The target's own event triggers, but for those of a platform that is there: they are its services' affair. */
export declare function ownEventTriggers(state: TargetState, scope: Scope): TargetState['eventTriggers'];
/** The target's own event triggers must not fire for what a run makes. */
export declare function eventTriggerSteps(state: TargetState, scope: Scope): Step[];
/**
 * After the run the target's own event triggers fire again, unless their function was set aside. Where the run goes on
 * after that, they are disabled first: what it still makes is no more theirs than what it made before.
 */
export declare function eventTriggerReturns(state: TargetState, scope: Scope, setAside: readonly string[]): Step[];
/** One step for each entry of the dump's first section, in pg_dump's order, which is one that works. */
export declare function preDataSteps(input: {
    readonly runId: string;
    readonly source: Inventory;
    readonly target: Inventory;
    readonly scope: Scope;
    readonly entries: readonly IdentifiedEntry[];
}): Step[];
export declare function entryStep(entry: IdentifiedEntry, kind: Step['kind'], phase: Step['phase']): Step;
