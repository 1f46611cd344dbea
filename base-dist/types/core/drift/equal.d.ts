import type { Item, SchemaModel } from './model.ts';
/** A fact in which two items part, in the words of each side. */
export interface FactChange {
    readonly fact: string;
    readonly left: string;
    readonly right: string;
}
/** Compares the facts of two items of one kind; the same function for every pair of readings from these two models. */
export declare function factComparer(left: SchemaModel, right: SchemaModel): (a: Item, b: Item) => FactChange[];
