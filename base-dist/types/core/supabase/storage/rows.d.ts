import type { Session } from '../../postgres/session.ts';
/** A range of one bucket's names: after the first, up to and with the last; open where left out. */
export interface NameRange {
    readonly bucket: string;
    readonly after?: string;
    readonly upTo?: string;
}
/** What a row of storage.objects says. Times are text, to the microsecond. */
export interface StoredObject {
    readonly name: string;
    readonly id: string;
    readonly version: string | undefined;
    /** From the metadata; undefined where an upload never came to its end. */
    readonly size: number | undefined;
    readonly contentType: string;
    readonly cacheControl: string | undefined;
    readonly userMetadata: {
        readonly [key: string]: unknown;
    } | undefined;
    readonly owner: string | undefined;
    readonly ownerId: string | undefined;
    readonly createdAt: string | undefined;
    readonly updatedAt: string | undefined;
    readonly accessedAt: string | undefined;
}
/** Columns of a table of the schema storage; empty where there is none. Older servers have fewer. */
export declare function storageColumns(session: Session, table: 'objects' | 'buckets'): Promise<ReadonlySet<string>>;
/** Rows that stand for a file: newer servers keep old versions and marks of deletion in the same table. */
export declare function currentCondition(columns: ReadonlySet<string>): string;
/** A number in the metadata that the server writes; an upload that broke off has none. */
export declare const sizeExpression = "\n  CASE WHEN pg_catalog.jsonb_typeof(o.metadata -> 'size') = 'number' THEN (o.metadata ->> 'size')::bigint END";
/**
 * Objects of a range in the order of their names, at most `limit` of them; only those of `names` where they are given.
 * `columns` are those of the table.
 */
export declare function readStored(session: Session, columns: ReadonlySet<string>, range: NameRange, limit: number, names?: readonly string[]): Promise<StoredObject[]>;
/**
 * The version that a row is loaded with: whoever finds it later knows that no file has come. It must not be NULL: the
 * server would take the upload for the old file and remove it. [facts, Storage API]
 */
export declare function markOf(runId: string, bucket: string, name: string): string;
/**
 * Loads rows without their files, so that ids, owners and times stay. Rows that are there already are left as they
 * are; the names of those that were not are given back. Inside the caller's transaction.
 */
export declare function loadRows(session: Session, columns: ReadonlySet<string>, runId: string, bucket: string, objects: readonly StoredObject[]): Promise<ReadonlySet<string>>;
/** Puts back what the server has changed since; needs `session_replication_role`, since a trigger would undo it. */
export declare function restoreTimes(session: Session, bucket: string, objects: readonly StoredObject[]): Promise<void>;
/** Versions of the target's rows, by name. */
export declare function readVersions(session: Session, bucket: string, names: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
/** What the role may do with storage.objects; undefined where there is no such table. A policy would hide rows. */
export declare function rowRights(session: Session): Promise<{
    reads: boolean;
    writes: boolean;
} | undefined>;
/** Whether the role may switch triggers off for a transaction. Leaves nothing behind. */
export declare function mayReplicate(session: Session): Promise<boolean>;
