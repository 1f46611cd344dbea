import type { Inventory } from '../inventory/types.ts';
import type { TargetState } from './target-state.ts';
import type { Plan, Step } from './types.ts';
/**
 * The project's own roles that the target lacks: without a login and a password, with what else they are as far as the
 * target's role may say so. A role that the target has already is never altered. `roles` are those of the source that
 * something carried names, and those that must be there whatever it names. Pure.
 */
export declare function roleSteps(roles: readonly string[], source: Inventory, state: TargetState): Step[];
/** What of the new roles the target's role may not carry, by name. */
export declare function roleTraitsLeftOut(source: Inventory, state: TargetState): Plan['leftOut'];
