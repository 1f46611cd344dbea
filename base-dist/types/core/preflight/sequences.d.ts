import type { Check } from './types.ts';
interface SequenceRow extends Record<string, unknown> {
    readonly key: string;
    readonly last: string;
    readonly min: string;
    readonly max: string;
    readonly increment: string;
}
export declare const sequencesCheck: Check;
/** Pure: 0 at its beginning, 1 where the next value is refused by the sequence or by a column that ends at `limit`. */
export declare function usedShare(row: Pick<SequenceRow, 'last' | 'min' | 'max' | 'increment'>, limit?: bigint): number;
export {};
