import { CutoverError } from '../../errors.ts';
import type { Session } from '../../postgres/session.ts';
import type { Scratch } from '../../scratch/scratch.ts';
/**
 * Makes on a scratch database what a target has: roles, without login, and every object of its schema, no rows. An
 * extension that is not packaged here is stood in for by an empty one of its name; objects that need what is in it are
 * left out, and named in the answer. Throws CutoverError for the target.
 */
export declare function loadTargetSchema(target: Session, scratch: Scratch, into: Session): Promise<string[]>;
export interface SampleTable {
    readonly schema: string;
    readonly name: string;
    readonly columns: readonly string[];
}
/** Tables of a database that can hold a sample of rows, with the columns that are written. Throws CutoverError. */
export declare function sampleTables(session: Session): Promise<SampleTable[]>;
/** What stops a rehearsal before the migration itself comes to it. */
export declare function cannotRehearse(message: string, hint: string, cause?: unknown): CutoverError;
