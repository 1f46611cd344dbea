import type { Dependent, Inventory } from './types.ts';
/**
 * The inventory as it is without these extensions: what hangs on them is nowhere in it but in `omitted`, so that
 * whatever is planned, checked or compared from it knows nothing of it. Pure.
 */
export declare function omit(inventory: Inventory, extensions: readonly string[], objects: readonly Dependent[]): Inventory;
