import type { Counters } from '../inventory/types.ts';
import { type Session } from '../postgres/session.ts';
import { type TableRows } from './exact-rows.ts';
import { type ObjectDigests } from './schema-objects.ts';
/**
 * What the target was before the run, recorded in the ledger: what a rollback compares its result with. A schema that is
 * renamed keeps its files, so change counters and file numbers prove its tables untouched at any size; only small tables
 * are read, and those whose rows a run really moves. Serialisable.
 */
export interface TargetBefore {
    readonly inTheWay: InTheWay;
    /** As pg_dump prints them; undefined where it could not be made. */
    readonly objects: ObjectDigests | undefined;
    /** Why not. */
    readonly objectsMissing?: string;
    /** Schemas that a dump had to leave out, since the role may not read them. */
    readonly unread: readonly string[];
    /** The project's objects on tables of Supabase's services, which the dump may not show. */
    readonly managed: Readonly<Record<string, string>>;
    /** Rows and checksum of tables in schemas that are set aside; of large ones only where their rows are moved. */
    readonly rows: readonly TableRows[];
    /** Change counters and file numbers of every table. */
    readonly counters: Counters;
    /** Last values of the sequences in schemas that are set aside. */
    readonly sequences: readonly SequenceValue[];
    /** Names of the server's roles. */
    readonly roles: readonly string[];
    /** Settings of the database and of roles in it, by whom they are for. */
    readonly settings: Readonly<Record<string, string>>;
    /** Number of the large objects, and a sum over their OIDs. */
    readonly largeObjects: string;
}
export interface SequenceValue {
    readonly schema: string;
    readonly name: string;
    /** Null for one that was never called. */
    readonly value: string | null;
}
/** Schemas of the target that a run sets aside. */
export interface InTheWay {
    /** By renaming them. */
    readonly renamed: readonly string[];
    /** By moving the rows of their tables. */
    readonly emptied: readonly string[];
    readonly supabase: boolean;
}
/**
 * Reads what the target is. Begun while the checks look, on connections of its own; nothing waits for it before the
 * ledger is written. `signal` ends it. Throws CutoverError; a dump that fails is no error, and is told by the result.
 */
export declare function readBefore(request: {
    readonly targetUrl: string;
    readonly inTheWay: Promise<InTheWay>;
    readonly signal?: AbortSignal;
}): Promise<TargetBefore>;
/**
 * Reads the target once more in the same way, for the comparison. Schemas that could not be read before stay out.
 * Throws CutoverError.
 */
export declare function readAfter(session: Session, targetUrl: string, before: TargetBefore): Promise<TargetBefore>;
