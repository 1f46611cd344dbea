import type { Inventory, Table } from '../../inventory/types.ts';
import type { Item } from '../model.ts';
import type { Extras } from './extras.ts';
/** Keys, checks, foreign keys and indexes of these tables; what a partition has from its parent is the parent's. */
export declare function keyItems(tables: readonly Table[], inventory: Inventory, extras: Extras): Item[];
