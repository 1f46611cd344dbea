import type { Session } from '../postgres/session.ts';
/** An object that would go with a schema although it is elsewhere. */
export interface Dependent {
    /** The schema that it needs. */
    readonly schema: string;
    /** In the server's words: `view reports.summary`. */
    readonly name: string;
}
/** What outside of these schemas would go with them; twenty at most. Throws CutoverError. */
export declare function outsideDependents(session: Session, schemas: readonly string[]): Promise<Dependent[]>;
