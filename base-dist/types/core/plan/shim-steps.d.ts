import type { Inventory } from '../inventory/types.ts';
import type { Scope } from '../supabase/scope.ts';
import type { TargetState } from './target-state.ts';
import type { Step } from './types.ts';
/** Roles that policies and grants of a Supabase project name, and that an API in front of the database switches to. */
export declare const shimRoles: readonly string[];
/** The schema `auth` with nothing in it but what policies call: who makes the request. [facts 18] */
export declare function shimSteps(scope: Scope): Step[];
/** New sessions must find what lives in `extensions` by its bare name, as they do on Supabase. */
export declare function searchPathSteps(source: Inventory, scope: Scope, state: TargetState): Step[];
/** Whether the database's own search_path lacks `extensions`, and the project has it. */
export declare function needsSearchPath(source: Inventory, scope: Scope, state: TargetState): boolean;
