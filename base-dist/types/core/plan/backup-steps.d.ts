import type { Inventory, Table } from '../inventory/types.ts';
import type { Scope } from '../supabase/scope.ts';
import type { Step } from './types.ts';
/**
 * A backup of the target's rows that the run clears, before it does: those in tables of Supabase's services, those in
 * configuration tables of extensions that are there, and `more`. A schema that is renamed keeps its rows by itself. Pure.
 */
export declare function backupSteps(input: {
    readonly source: Inventory;
    readonly target: Inventory;
    readonly scope: Scope;
    readonly more?: readonly Table[];
}): Step[];
