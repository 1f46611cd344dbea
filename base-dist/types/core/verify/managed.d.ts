import type { Inventory } from '../inventory/types.ts';
import type { Session } from '../postgres/session.ts';
import type { Scope } from '../supabase/scope.ts';
import { type VerifyItem } from './types.ts';
/**
 * What the comparison of schemas does not see: the project's objects on tables of the target's services, the tables in
 * a publication that is the target's own, and the values that were changed on their way. Throws CutoverError.
 */
export declare function compareManaged(ends: {
    readonly source: Session;
    readonly target: Session;
}, inventory: Inventory, scope: Scope): Promise<VerifyItem[]>;
