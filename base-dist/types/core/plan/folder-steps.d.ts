import type { Inventory } from '../inventory/types.ts';
import type { AppliedFile, Seed } from '../migrations/folder-schema.ts';
import type { Step } from './types.ts';
/** Where a project's history of migrations is kept. */
export declare const historySchema = "supabase_migrations";
/** Rows that the folder's files put into tables which the source has not, by the table's key. Pure. */
export declare function seedSteps(seeds: readonly Seed[], layout: Inventory, filled: ReadonlySet<string>, needs: readonly string[]): ReadonlyMap<string, readonly Step[]>;
/** The folder's files are what the target has had applied: the next `db push` or `migrations apply` begins behind them. */
export declare function historyStep(files: readonly AppliedFile[], needs: readonly string[]): Step;
