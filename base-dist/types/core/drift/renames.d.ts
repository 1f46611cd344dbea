import type { Pair } from './compare.ts';
import type { FactChange } from './equal.ts';
import { type Item } from './model.ts';
type ChangesOf = (a: Item, b: Item) => FactChange[];
/** Constraints, indexes and the like that both sides have under different names. This is no guess. */
export declare function sameUnderAnotherName(left: readonly Item[], right: readonly Item[], changesOf: ChangesOf): Pair[];
interface Sides {
    readonly ours: ReadonlyMap<string, Item>;
    readonly theirs: ReadonlyMap<string, Item>;
    readonly changesOf: ChangesOf;
}
/**
 * Tables and columns, enums and functions that look like the same thing under another name: one candidate alone on
 * each side, and strong evidence. Nobody can know; so it is called a guess.
 */
export declare function likelyRenames(left: readonly Item[], right: readonly Item[], sides: Sides): Pair[];
export {};
