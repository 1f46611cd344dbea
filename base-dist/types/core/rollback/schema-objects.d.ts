import type { Session } from '../postgres/session.ts';
/** Digest of what pg_dump prints for each object of a database, by the object's id: `table:public.orders`. */
export type ObjectDigests = Readonly<Record<string, string>>;
export interface DumpedObjects {
    readonly objects: ObjectDigests;
    /** Schemas that the role may not read, and a dump must therefore leave out. */
    readonly unread: readonly string[];
}
/** True where the database has nothing that a dump would show: it need not be made. Throws CutoverError. */
export declare function isUntouched(session: Session): Promise<boolean>;
/**
 * The database's schema as pg_dump shows it, the ledger left out, as one digest an object: two readings of one database
 * are alike where every object is. `without` are schemas that an earlier reading could not look at. The session is to be
 * closed after it, see {@link dumpSchema}, whose errors it throws.
 */
export declare function dumpObjects(session: Session, { without, signal }?: {
    readonly without?: readonly string[];
    readonly signal?: AbortSignal;
}): Promise<DumpedObjects>;
/** 96 bits: enough to tell two texts apart, and small beside a name. */
export declare function digest(text: string): string;
