import type { Action } from '../plan/types.ts';
import { type StepContext, type StepOf, type StepOutcome } from './context.ts';
/** The users of Supabase Auth, where their rows were moved; after the comparison of auth's tables. */
export declare function verifyUsers(context: StepContext, steps: readonly StepOf<Extract<Action, {
    type: 'verify-users';
}>>[]): Promise<StepOutcome[]>;
