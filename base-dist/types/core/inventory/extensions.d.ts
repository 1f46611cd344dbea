import type { Session } from '../postgres/session.ts';
import type { Extension } from './types.ts';
/** Every extension of the database: they belong to no schema, whatever schemas were selected. */
export declare function readExtensions(session: Session): Promise<Extension[]>;
