import type { EngineConfig, RunOptions } from '../../config.ts';
import { CutoverError } from '../../errors.ts';
import type { Session } from '../../postgres/session.ts';
import { StorageClient } from './client.ts';
import { Slots } from './slots.ts';
/** What a verification of files has found in one step. */
export interface StorageTally {
    readonly files: number;
    readonly bytes: number;
    /** Files that were read back and hashed. */
    readonly read: number;
    readonly different: number;
}
/** What this role may do with the rows of the target's objects. */
export interface RowAccess {
    readonly columns: ReadonlySet<string>;
    readonly reads: boolean;
    /** Rows are loaded before their files, so that ids, owners and times stay. */
    readonly writes: boolean;
    /** Times are put back after the upload. */
    readonly times: boolean;
}
/** What the steps of Storage share for as long as a schedule runs. */
export declare class StorageRun {
    #private;
    readonly runId: string;
    readonly folder: string;
    /** Transfers at once, over all steps. */
    readonly slots: Slots;
    /** By step, so that one that is done again counts once. */
    readonly tallies: Map<string, StorageTally>;
    constructor(request: {
        readonly config: EngineConfig;
        readonly options: RunOptions;
        readonly runId: string;
        readonly tallies: Map<string, StorageTally>;
    });
    /** One client for each end. Throws `config.invalid` where its URL and key are not known. */
    client(end: 'source' | 'target', signal: AbortSignal): Promise<StorageClient>;
    /** Columns of the source's storage.objects; the session reads them once. */
    sourceColumns(session: Session): Promise<ReadonlySet<string>>;
    rowAccess(session: Session): Promise<RowAccess>;
}
export declare function apiUnknown(end: 'source' | 'target'): CutoverError;
/** Where `--storage directory` puts files: the folder that was asked for, or one of the run's own. */
export declare function storageFolder(config: EngineConfig, options: RunOptions, runId: string): string;
