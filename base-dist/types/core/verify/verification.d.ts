import type { StorageTally } from '../supabase/storage/run.ts';
import type { TableChecksum } from './checksum.ts';
import { type TableVerdict, type VerifyItem } from './types.ts';
/** What a verification has found so far: the last word on each table and item counts. */
export declare class Verification {
    #private;
    /** What was found of files, by the step that compared them. */
    readonly files: Map<string, StorageTally>;
    /** What parts of large tables came to, by the step that summed them up. */
    readonly parts: Map<string, {
        readonly source: TableChecksum;
        readonly target: TableChecksum;
    }>;
    add(result: {
        readonly table: TableVerdict;
    } | {
        readonly item: VerifyItem;
    }): void;
    /** A table that is copied again must be verified again: what was said of it is void. */
    clear(): void;
    get tables(): readonly TableVerdict[];
    get items(): readonly VerifyItem[];
    /** Rows that are listed by name. */
    get rowsListed(): number;
    get failed(): boolean;
}
