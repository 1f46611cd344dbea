import type { Column } from '../inventory/types.ts';
/**
 * An expression for a 64-bit hash of a row of table `t`. Each column's hash is the seed of the next, so that a value that
 * moves to another row or column changes it. `typed` are columns whose values count as they are, of types known on both
 * ends; `others` are expressions that are hashed together as text. Pure.
 */
export declare function rowHashSql(typed: readonly Column[], others: readonly string[]): string;
