import type { StepContext } from '../../steps/context.ts';
import type { StorageClient } from './client.ts';
import { type LedgerObject } from './ledger.ts';
import { type NameRange, type StoredObject } from './rows.ts';
export interface Page {
    readonly objects: readonly StoredObject[];
    /** What the ledger has in the same range of names, those that the source has no more included. */
    readonly known: readonly LedgerObject[];
}
/** The source's objects of a range with what the ledger knows of them, page by page. Takes sessions only to read. */
export declare function eachPage(context: Pick<StepContext, 'pool' | 'storage'>, range: NameRange & {
    readonly listing: 'sql' | 'api';
}, source: StorageClient | undefined): AsyncGenerator<Page>;
