import type { Session } from '../postgres/session.ts';
/**
 * Objects of the project's on tables that belong to Supabase's services. A dump of the project's schemas does not have
 * them. [facts 15]
 */
export interface ManagedObject {
    readonly kind: 'trigger' | 'policy' | 'grant';
    /** `on_auth_user_created on auth.users`; for a grant what is granted to whom. */
    readonly name: string;
    /** Schema of the table, or the schema itself that a grant is on. */
    readonly schema: string;
    /** Key of the table; undefined for a grant on a schema. */
    readonly table: string | undefined;
    readonly create: readonly string[];
    readonly drop: string;
    /** Roles that it names: they must exist. */
    readonly roles: readonly string[];
    /** Schema of a trigger's function. */
    readonly needs?: string;
}
/** The project's own objects in the services' schemas, in an order in which they can be made. Throws CutoverError. */
export declare function readManagedObjects(session: Session): Promise<ManagedObject[]>;
