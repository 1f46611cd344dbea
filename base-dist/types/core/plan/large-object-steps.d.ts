import type { Inventory } from '../inventory/types.ts';
import type { Step } from './types.ts';
/**
 * Steps that carry large objects under their own OIDs, which the project's columns hold. `owners` gives them to their
 * owners, which only a superuser may.
 */
export declare function largeObjectSteps(source: Inventory, owners: boolean, after: readonly string[]): Step[];
