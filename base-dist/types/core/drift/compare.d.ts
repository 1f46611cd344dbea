import { type FactChange } from './equal.ts';
import { type DriftKind, type Item, type SchemaModel } from './model.ts';
import { type Severity } from './severity.ts';
/** One difference between two models. Plain data. */
export interface PairDifference {
    /** Of the item, by the left side's name where both have it. */
    readonly id: string;
    readonly kind: DriftKind;
    readonly name: string;
    /**
     * - `left-only`, `right-only`: one side has it, and the other one could say so and does not;
     * - `differs`: both have it, and `changes` says in what they part;
     * - `renamed`: one side has it under another name; `guess` says why it is taken for the same.
     */
    readonly change: 'left-only' | 'right-only' | 'differs' | 'renamed';
    readonly left: Item | undefined;
    readonly right: Item | undefined;
    readonly changes: readonly FactChange[];
    readonly severity: Severity;
    /** Why two names are taken for one thing; undefined where nothing was guessed. */
    readonly guess: string | undefined;
    /** Of an item that one side lacks: how much goes with it, by kind. */
    readonly parts: Readonly<Partial<Record<DriftKind, number>>>;
}
/**
 * Every difference between two models, in the order of kinds and names. What one of them has no words for is not
 * compared. What is a part of something that one side lacks is told by that one's difference. Pure: the order of the
 * two decides nothing but what is called left.
 */
export declare function comparePair(left: SchemaModel, right: SchemaModel): PairDifference[];
export interface Pair {
    readonly item: Item;
    readonly other: Item;
    readonly guess: string | undefined;
}
