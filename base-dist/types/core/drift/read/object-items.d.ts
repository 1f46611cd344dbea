import type { Inventory, Table } from '../../inventory/types.ts';
import type { Item } from '../model.ts';
import type { Extras } from './extras.ts';
/** Views, functions, types, triggers, policies and rules, from the definitions that verification compares too. */
export declare function objectItems(inventory: Inventory, tables: readonly Table[], extras: Extras): Item[];
