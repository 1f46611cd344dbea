import type { Inventory } from '../inventory/types.ts';
import type { Step } from './types.ts';
/** Foreign keys, as `schema.table name`, that the source has validated and for which no step of a plan does. Pure. */
export declare function keysLeftUnvalidated(steps: readonly Step[], source: Pick<Inventory, 'constraints'>): ReadonlySet<string>;
