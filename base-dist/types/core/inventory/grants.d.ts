import type { Session } from '../postgres/session.ts';
/** Who may do what with one object. */
export interface ObjectGrants {
    readonly kind: 'schema' | 'table' | 'sequence' | 'column' | 'function' | 'type' | 'default-privileges';
    readonly name: string;
    readonly owner: string;
    /** `PUBLIC` or a role, and a privilege with an asterisk where it may be passed on: `anon=SELECT*`. Sorted. */
    readonly grants: readonly string[];
}
export interface Grants {
    readonly serverVersion: number;
    readonly objects: readonly ObjectGrants[];
    /** Roles whose rights the session's role has. */
    readonly memberOf: readonly string[];
}
/** Every grant on the objects of these schemas, extensions' own left out, and the default privileges. */
export declare function readGrants(session: Session, schemas: readonly string[]): Promise<Grants>;
