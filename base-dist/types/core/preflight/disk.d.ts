import type { RunOptions } from '../config.ts';
import type { Inventory } from '../inventory/types.ts';
import type { Check } from './types.ts';
/** Bytes that the target needs for everything that is moved, large objects included: they come with every choice of schemas. */
export declare function diskNeed(source: Inventory, options: RunOptions): number;
export declare const diskCheck: Check;
