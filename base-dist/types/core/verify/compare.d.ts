import type { Inventory } from '../inventory/types.ts';
import { type VerifyItem } from './types.ts';
/** Differences that are listed one by one; the rest is counted. */
export declare const maximumDifferences = 1000;
/**
 * Compares two schemas object by object: for each kind a summary (`match` where all are equal, with their number), and
 * an item for each difference. Both inventories must be readings of the same schemas. Owners are not compared, nor is
 * what belongs to an extension. Pure.
 */
export declare function compareInventories(source: Inventory, target: Inventory): VerifyItem[];
