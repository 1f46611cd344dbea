import type { LedgerStep } from '../ledger.ts';
import type { Step } from '../plan/types.ts';
/**
 * The finished steps that must be done anew because tables changed on the source after they were copied, in the order
 * in which they are taken back. Pure.
 *
 * Indexes and keys stay: a table can be emptied and filled under them. What would refuse that or fire for it goes first:
 * foreign keys of the tables, triggers, row security. Sequences and verifications are always done anew: the first are
 * outside of any snapshot, and the second speak for one snapshot alone. So is the return of the target's event triggers,
 * which are off again before anything else is taken back, and until all is in place.
 */
export declare function stepsToRetract(steps: readonly LedgerStep[], changed: ReadonlySet<string>): LedgerStep[];
/**
 * The steps with what is left of their needs: a step that is done stands for whatever it needed and is to be done
 * again. Without that, a trigger could come back before its table's rows, since all between them is still done. Pure.
 */
export declare function bridgeNeeds<S extends Step>(steps: readonly S[], done: ReadonlySet<string>): readonly S[];
