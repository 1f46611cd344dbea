import type { IdentifiedEntry } from './entries.ts';
import type { TargetState } from './target-state.ts';
import type { Step } from './types.ts';
/** The dump as a role runs it that is no superuser: what it makes is its own at first. Pure. */
export declare function withoutOwners(entries: readonly IdentifiedEntry[], state: TargetState): IdentifiedEntry[];
/**
 * Gives objects to the roles that own them on the source, where the target had these before and its role is a member:
 * at the end, when grants are in place, since an owner needs CREATE on the schema. Where one may not own its object
 * the object stays with the role that made it, and the verification says so. A superuser gives each away at once.
 */
export declare function ownerSteps(entries: readonly IdentifiedEntry[], state: TargetState, needs: readonly string[]): Step[];
