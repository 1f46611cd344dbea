import type { Session } from '../postgres/session.ts';
import type { SchemaObject } from './types.ts';
/** An object, and the key of the table or view that it belongs to: objects of excluded tables are left out. */
export interface OwnedObject extends SchemaObject {
    readonly relation: string | undefined;
}
/**
 * Everything beside tables that verification compares by definition, members of extensions left out.
 * Definitions depend on the session's search_path: an empty one, as ours have, qualifies every name.
 */
export declare function readObjects(session: Session, schemas: readonly number[]): Promise<OwnedObject[]>;
