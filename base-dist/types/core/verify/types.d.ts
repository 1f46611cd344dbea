import type { EventBody } from '../events.ts';
/** What a `verify.table` event says of one table. */
export type TableVerdict = Omit<Extract<EventBody, {
    type: 'verify.table';
}>, 'type'>;
/**
 * - `match`: compared, and equal;
 * - `missing`: the target lacks it; `differs`: both have it, not alike; `extra`: only the target has it;
 * - `note`: a difference that takes nothing from the migration, such as a newer extension;
 * - `skipped`: not compared, for the reason given.
 */
export type ItemVerdict = 'match' | 'missing' | 'differs' | 'extra' | 'note' | 'skipped';
/** What a `verify.item` event says. */
export interface VerifyItem {
    readonly kind: string;
    readonly name: string;
    readonly verdict: ItemVerdict;
    readonly detail: string;
}
/** The name of the item that sums up a kind. No object bears it: `all` is no schema's prefix. */
export declare function summaryName(plural: string): string;
export declare function isSummary(item: {
    readonly name: string;
}): boolean;
/** True for the verdicts that make a verification fail. */
export declare function isFailure(verdict: string): boolean;
/** The name of a row's item: its table comes first. */
export declare function rowItemName(table: string, row: string): string;
export declare function isRowOf(item: VerifyItem, table: string): boolean;
