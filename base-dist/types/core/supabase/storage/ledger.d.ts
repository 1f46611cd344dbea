import type { Session } from '../../postgres/session.ts';
/**
 * What a run did of Storage, file by file: the service knows nothing of our transactions, so a name is written down
 * before anything is put under it, and as done once the file is there. A rollback removes what is in here and no more.
 */
export declare const createStorageLedgerSql = "\n  CREATE TABLE cutover.storage_bucket (\n    run_id text NOT NULL REFERENCES cutover.run (id),\n    bucket_id text NOT NULL,\n    created boolean NOT NULL,\n    previous jsonb,\n    PRIMARY KEY (run_id, bucket_id)\n  );\n  CREATE TABLE cutover.storage_object (\n    run_id text NOT NULL REFERENCES cutover.run (id),\n    bucket_id text NOT NULL,\n    name text COLLATE \"C\" NOT NULL,\n    state text NOT NULL,\n    size bigint,\n    sha256 bytea,\n    source_version text,\n    path text,\n    upload_url text,\n    PRIMARY KEY (run_id, bucket_id, name)\n  );\n  CREATE TABLE cutover.storage_aside (\n    run_id text NOT NULL REFERENCES cutover.run (id),\n    bucket_id text NOT NULL,\n    name text COLLATE \"C\" NOT NULL,\n    into_bucket text NOT NULL,\n    row jsonb,\n    PRIMARY KEY (run_id, bucket_id, name)\n  );\n";
export interface LedgerObject {
    readonly name: string;
    /** `begun`: something may be there under this name; `done`: the whole file is. */
    readonly state: 'begun' | 'done';
    readonly size: number | undefined;
    /** 32 bytes, of the source's file. */
    readonly sha256: Buffer | undefined;
    readonly sourceVersion: string | undefined;
    /** Where it is below the folder, with `--storage directory`. */
    readonly path: string | undefined;
    /** Where a resumable upload was begun. */
    readonly uploadUrl: string | undefined;
}
export interface DoneObject {
    readonly name: string;
    readonly size: number;
    readonly sha256: Buffer;
    readonly sourceVersion: string | undefined;
    readonly path: string | undefined;
}
/** A page of a bucket's objects in the order of their names: after one name, up to and with another. */
export declare function readObjects(session: Session, run: string, range: {
    readonly bucket: string;
    readonly after: string | undefined;
    readonly upTo: string | undefined;
}, limit?: number): Promise<LedgerObject[]>;
export declare function readNamedObjects(session: Session, run: string, bucket: string, names: readonly string[]): Promise<LedgerObject[]>;
/** Writes down that something is about to be put under these names. */
export declare function beginObjects(session: Session, run: string, bucket: string, names: readonly string[]): Promise<void>;
export declare function finishObjects(session: Session, run: string, bucket: string, objects: readonly DoneObject[]): Promise<void>;
export declare function keepUploadUrl(session: Session, run: string, bucket: string, name: string, url: string): Promise<void>;
/** Forgets objects that are no longer there. */
export declare function forgetObjects(session: Session, run: string, bucket: string, names: readonly string[]): Promise<void>;
export interface LedgerBucket extends Record<string, unknown> {
    readonly bucket_id: string;
    /** False for one that was there before. */
    readonly created: boolean;
    /** Its settings before the run, where it was there. */
    readonly previous: unknown;
}
export declare function readBuckets(session: Session, run: string): Promise<LedgerBucket[]>;
/** Written before a bucket is created or changed; what is written first stays. */
export declare function keepBucket(session: Session, run: string, bucket: string, about: {
    readonly created: boolean;
    readonly previous: unknown;
}): Promise<void>;
/** True where the ledger is of a version that knows Storage, and has objects of this run. */
export declare function hasStorageLedger(session: Session): Promise<boolean>;
