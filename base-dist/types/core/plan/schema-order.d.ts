import type { Inventory } from '../inventory/types.ts';
import type { IdentifiedEntry } from './entries.ts';
import type { Step } from './types.ts';
/**
 * Puts the steps of the dump's first section in order. pg_dump's order works, one entry after the other; but where an
 * entry touches nothing but a table of built-in types, or a sequence, it has to wait only for what touched the same
 * ones since the last entry that could depend on anything. So thousands of tables are made by all jobs at once.
 *
 * Steps come in the entries' order; `after` is the step before the first. The last step is the one that all that
 * follows has to wait for.
 */
export declare function orderPreData(steps: readonly Step[], entries: readonly IdentifiedEntry[], source: Inventory, after: string | undefined): Step[];
