import type { Action } from '../plan/types.ts';
import { type CallOptions, type StepContext, type StepOf, type StepOutcome } from './context.ts';
/**
 * Whether source, mapping and Stack Auth have the same users, one for one: each user of the source is mapped, no user
 * was created twice, nobody was lost, and none has changed since.
 */
export declare function verifyStackUsers(context: StepContext, steps: readonly StepOf<Extract<Action, {
    type: 'verify-stack-users';
}>>[], options: CallOptions): Promise<StepOutcome[]>;
