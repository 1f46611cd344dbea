import type { Session } from '../postgres/session.ts';
import type { Sequence } from './types.ts';
/** Sequences of the schemas with these oids, and configuration sequences of extensions, chosen as in `readTables`. */
export declare function readSequences(session: Session, schemas: readonly number[], extensions: {
    readonly only?: readonly string[];
    readonly except?: readonly string[];
}): Promise<Sequence[]>;
