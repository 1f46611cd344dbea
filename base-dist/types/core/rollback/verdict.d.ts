import { type VerifyItem } from '../verify/types.ts';
/** Whether the target is what it was, and the line that says so. Never more than was compared. Pure. */
export declare function rollbackVerdict(items: readonly VerifyItem[] | undefined): {
    readonly same: boolean;
    readonly verdict: string;
};
