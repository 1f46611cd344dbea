import type { Session } from '../postgres/session.ts';
/** What a target has beside its schemas: the part of its identity that a run touches and a rollback restores. */
export interface TargetState {
    readonly serverVersion: number;
    readonly role: string;
    readonly superuser: boolean;
    readonly bypassesRowSecurity?: boolean;
    /** Cores of the server; undefined where it does not say. */
    readonly cores?: number | undefined;
    readonly roles: readonly string[];
    /** Roles whose rights the role has: its own, and those that it is a member of. */
    readonly memberOf: readonly string[];
    readonly eventTriggers: readonly EventTrigger[];
    readonly publications: readonly string[];
    readonly servers: readonly string[];
    readonly foreignDataWrappers: readonly string[];
    /** Default privileges without a schema: those with one go with their schema. */
    readonly defaultPrivileges: readonly DefaultPrivileges[];
    readonly database: {
        readonly name: string;
        /** Whether the role may change its settings. */
        readonly owned: boolean;
        /** The search_path that new sessions get, as ALTER DATABASE takes it; undefined where none is set. */
        readonly searchPath: string | undefined;
    };
    /** Whether the role may load rows without the target's triggers and foreign keys looking at them. [facts 6] */
    readonly mayReplicate: boolean;
    /** Who may set each parameter that the server knows: `user`, `superuser`, … */
    readonly parameters?: Readonly<Record<string, string>>;
}
export interface EventTrigger {
    readonly name: string;
    /** `O` origin, `R` replica, `A` always, `D` disabled. */
    readonly enabled: string;
    /** The schema of its function. */
    readonly schema: string;
}
export interface DefaultPrivileges {
    readonly role: string;
    /** `TABLES`, `SEQUENCES`, `FUNCTIONS`, `TYPES`, `SCHEMAS`. */
    readonly objects: string;
    readonly grants: readonly {
        /** Empty for PUBLIC. */
        readonly grantee: string;
        readonly privilege: string;
        readonly grantable: boolean;
    }[];
}
/**
 * Whether the role may set session_replication_role: a superuser, one that was granted it (15+), or Supabase's own by
 * its supautils. Tried, since nothing that could be asked knows all three. Throws CutoverError.
 */
export declare function mayReplicate(session: Session): Promise<boolean>;
/** Whether the session's role is a superuser. Throws CutoverError. */
export declare function readSuperuser(session: Session): Promise<boolean>;
/** Reads the target's database-wide state, in one round trip. Throws CutoverError. */
export declare function readTargetState(session: Session): Promise<TargetState>;
/**
 * A statement after which only the server's built-in defaults apply to new objects of these roles: whoever was granted
 * something loses it, and an entry that equals the default vanishes from the catalog.
 */
export declare function resetPrivileges(roles: readonly string[]): string;
/** Statements that bring an entry back, the order of its grants included: dumps show it. */
export declare function restorePrivileges(entry: DefaultPrivileges): string[];
