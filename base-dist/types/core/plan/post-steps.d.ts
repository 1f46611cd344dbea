import type { Inventory } from '../inventory/types.ts';
import { type IdentifiedEntry } from './entries.ts';
import type { Step } from './types.ts';
export interface PostInput {
    readonly source: Inventory;
    readonly entries: readonly IdentifiedEntry[];
    /** The steps that copy a table, by its key; a table without rows of its own has none. */
    readonly copies: ReadonlyMap<string, readonly Step[]>;
    readonly leftOut: ReadonlyMap<string, string>;
    readonly foreignKeys: 'validate' | 'trust';
    /** The last step of the dump's first section. */
    readonly after: string;
}
/**
 * The second section of the dump as steps: indexes and keys behind their table's rows, foreign keys behind both
 * tables, then what may fire or refuse (rules, triggers, policies) behind everything.
 */
export declare function postDataSteps(input: PostInput): Step[];
