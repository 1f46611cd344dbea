import { type PairDifference } from '../compare.ts';
import { type SchemaModel } from '../model.ts';
import { type Piece } from './alter.ts';
export interface Statement extends Piece {
    /** Id of the difference that it ends. */
    readonly id: string;
    /** For a name that was guessed: the evidence. */
    readonly guess?: string | undefined;
}
export interface SqlPlan {
    /** In an order in which they can run. */
    readonly statements: readonly Statement[];
    /** Differences that no statement can end: ids. */
    readonly byHand: readonly string[];
}
/**
 * The SQL that makes `on` like `toward`. What would lose rows or values is in it as well, with the reason in `loss`:
 * whoever writes it down comments it out. Pure; nothing is run.
 */
export declare function planSql(on: SchemaModel, toward: SchemaModel): SqlPlan;
/** {@link planSql} for some of the differences between the two, `on` being their left side. */
export declare function planDifferences(on: SchemaModel, toward: SchemaModel, differences: readonly PairDifference[]): SqlPlan;
/** A difference with its sides changed over. */
export declare function flipped(difference: PairDifference): PairDifference;
