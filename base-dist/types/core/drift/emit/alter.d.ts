import type { FactChange } from '../equal.ts';
import type { Item } from '../model.ts';
import { type Blueprint } from './create.ts';
/** A piece of a migration; with `loss` it is written down, but commented out. */
export interface Piece {
    readonly sql: string;
    /** What would be lost or could fail, in the operator's words. */
    readonly loss?: string;
}
export interface Alteration {
    /** As it is. */
    readonly from: Item;
    /** As it shall be. */
    readonly to: Item;
    readonly changes: readonly FactChange[];
    /** Columns of an enum's type, as they shall be. */
    readonly users: readonly Item[];
}
/**
 * The pieces that make one item like another of its kind; undefined where it has to be removed and made anew, with all
 * that hangs on it. An empty list where nobody but a person can do it. Pure.
 */
export declare function alterSql(alteration: Alteration, blueprint: Blueprint): Piece[] | undefined;
/** `schema.table.column`, quoted. */
export declare function ownerColumn(name: string): string;
/** The statement that gives an item the other one's name; undefined where there is no such statement. */
export declare function renameSql(from: Item, to: Item): string | undefined;
