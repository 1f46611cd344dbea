import { type TableVerdict, type VerifyItem } from './types.ts';
/** What a verification found, in a form that the next one compares itself with. Kept in the ledger. */
export interface VerificationRecord {
    /** ISO time. */
    readonly at: string;
    /** Of the program: another one may hash rows in another way. */
    readonly toolVersion: string;
    /** Table -> rows and checksum, on the source and then on the target; the second only where they differ. */
    readonly tables: Readonly<Record<string, readonly (readonly [rows: number, checksum: string])[]>>;
    /** `kind name` of what was not alike, rows left out. */
    readonly differences: readonly string[];
}
/** The record of a verification that came to its end. Pure. */
export declare function recordOf(tables: readonly TableVerdict[], items: readonly VerifyItem[], { at, toolVersion }: {
    readonly at: string;
    readonly toolVersion: string;
}): VerificationRecord;
/**
 * The record of a verification with what a later one found of other tables. Its time stays: a change of the first ones
 * may be as old. Pure.
 */
export declare function mergedRecord(former: VerificationRecord | undefined, added: VerificationRecord): VerificationRecord;
export interface Since {
    readonly items: readonly VerifyItem[];
    /** For the verdict: `since 2026-11-21 02:14 UTC nothing has changed`. */
    readonly summary: string;
}
/**
 * What has changed since an earlier verification: rows and contents of tables on either end, and differences that are
 * new or gone. A target that is in use changes, and that is no fault; a source that does has rows that the target will
 * never have. Pure.
 */
export declare function changedSince(before: VerificationRecord, now: VerificationRecord, circumstances: {
    readonly production: boolean;
}): Since;
