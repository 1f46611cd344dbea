import type { Session } from '../postgres/session.ts';
import type { Schema } from './types.ts';
export interface SelectedSchema extends Schema {
    readonly oid: number;
}
/**
 * The schemas to read, by name. Without `names`: all of the project's own, so none that belongs to an extension.
 * A name that the server does not have is no error: the target lacks most of them.
 */
export declare function readSchemas(session: Session, names: readonly string[] | undefined): Promise<SelectedSchema[]>;
