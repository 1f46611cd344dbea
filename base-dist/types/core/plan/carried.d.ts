import { type CarriedSource } from '../supabase/carried-source.ts';
import type { Scope } from '../supabase/scope.ts';
import type { IdentifiedEntry } from './entries.ts';
import type { TargetState } from './target-state.ts';
/** Roles whose default privileges an entry changes; with `global`, only those without a schema. */
export declare function defaultPrivilegeRoles(entry: IdentifiedEntry, only: 'global' | 'all'): string[];
/**
 * Why a run does not carry an entry of the dump; undefined where it does. Each that is left out is named in the plan
 * and in the report.
 */
export declare function reasonLeftOut(entry: IdentifiedEntry, state: TargetState, scope: Scope): string | undefined;
/**
 * Tells the entries of a dump that stay behind with what the carried source has lost: keys and triggers that lead into
 * schemas which are not moved, extensions and database-wide objects of the platform. They are named with the source.
 */
export declare function stayingBehind(carried: Pick<CarriedSource, 'leftOut'>, scope: Scope, present: {
    readonly extensions: readonly {
        readonly name: string;
    }[];
}): (entry: IdentifiedEntry) => boolean;
