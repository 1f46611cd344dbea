import type { Inventory, Table } from '../../inventory/types.ts';
import type { Item } from '../model.ts';
import type { Extras } from './extras.ts';
/** A table's own id, or that of the materialised view. */
export declare function relationId(table: Pick<Table, 'kind' | 'key'>): string;
/** Tables and their columns. A partition has its parent's columns, and is told by its bounds. */
export declare function tableItems(tables: readonly Table[], inventory: Inventory, extras: Extras): Item[];
/** Sequences that are not the inside of an identity column. */
export declare function sequenceItems(inventory: Inventory, schemas: ReadonlySet<string>): Item[];
