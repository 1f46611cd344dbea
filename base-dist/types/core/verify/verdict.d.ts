import { type TableVerdict, type VerifyItem } from './types.ts';
export interface Verdict {
    /** One line for the operator. It never says more than what was checked. */
    readonly verdict: string;
    /** True where something was checked and nothing that was checked differs. */
    readonly ok: boolean;
    /** Tables and items that were compared. */
    readonly checked: number;
    /** Tables and items that were not. */
    readonly skipped: number;
}
/** The verdict over a whole verification. Pure. */
export declare function judge(tables: readonly TableVerdict[], all: readonly VerifyItem[]): Verdict;
