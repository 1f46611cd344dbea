import type { Session } from '../postgres/session.ts';
/** What large objects are called where a table's key would stand: they are in no schema, and a key has a dot. */
export declare const largeObjectsKey = "large objects";
/** The OIDs of all large objects, in order, and about how many bytes they take together. */
export declare function readLargeObjects(session: Session): Promise<{
    readonly oids: readonly number[];
    readonly bytes: number;
}>;
