import type { RunOptions } from '../config.ts';
import type { Inventory } from '../inventory/types.ts';
import { type ServiceFacts } from '../supabase/carried.ts';
import type { LeftOut } from '../supabase/carried-source.ts';
import type { Scope } from '../supabase/scope.ts';
import { type Rewriting } from './data-steps.ts';
import type { IdentifiedEntry } from './entries.ts';
import { type ManagedFacts } from './managed-steps.ts';
import { type StoragePlan } from './storage-steps.ts';
import type { TargetState } from './target-state.ts';
import type { OwnSchema } from './existing.ts';
import type { AppliedFile, Seed } from '../migrations/folder-schema.ts';
import type { Plan } from './types.ts';
import { type UserRanges } from './user-steps.ts';
export interface PlanInput {
    readonly runId: string;
    readonly source: Inventory;
    readonly target: Inventory;
    readonly targetState: TargetState;
    readonly scope: Scope;
    /** What of the source stays behind: a {@link CarriedSource} without its inventory, which is `source`. */
    readonly sourceLeftOut: readonly LeftOut[];
    readonly managed: ManagedFacts;
    /** The entries of pg_dump's `pre-data` and `post-data` sections, with ids that are unique over both. */
    readonly preData: readonly IdentifiedEntry[];
    readonly postData: readonly IdentifiedEntry[];
    readonly options: RunOptions;
    /** Undefined where the source has no Storage. */
    readonly storage?: StoragePlan | undefined;
    /** Where the schema is made of a migration folder: see {@link FolderPlan}. */
    readonly folder?: FolderPlan;
    /** What Vault and pg_cron hold on both ends. */
    readonly services?: ServiceFacts;
    /** With `--auth stack`: the users that are created there, and the columns that hold their ids. */
    readonly stackUsers?: UserRanges & {
        readonly columns: Rewriting['columns'];
    };
}
/** A schema that is not the source's: `source` has the columns and places that both agree on. */
export interface FolderPlan {
    /** What the entries make. */
    readonly layout: Inventory;
    readonly seeds: readonly Seed[];
    readonly files: readonly AppliedFile[];
    readonly uncounted: OwnSchema['uncounted'];
}
/**
 * Inventory and dump in, graph of steps out. Pure: the same input gives the same plan. Every step stands behind the
 * steps that it needs. Throws `config.invalid` where two tables cannot be told apart by name.
 */
export declare function buildPlan(input: PlanInput): Plan;
