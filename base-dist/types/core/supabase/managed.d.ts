/** Which schemas are Supabase's and not the project's, and what becomes of each: plain data. */
export type AuthMode = 'supabase' | 'plain' | 'stack' | 'none';
/** `supabase` where the services of Supabase have made their schemas, else `plain`. */
export type TargetKind = 'plain' | 'supabase';
/**
 * - `whole`: definitions and rows, as any schema of the project's;
 * - `rows`: the target has tables of its own, and rows go into them;
 * - `shim`: not moved, but what the project's policies call in it is made anew;
 * - `left-out`: not moved.
 */
export type Fate = 'whole' | 'rows' | 'shim' | 'left-out';
export interface Disposition {
    readonly fate: Fate;
    /** For what is not moved whole: why, in the operator's words. */
    readonly reason: string;
}
/** Schemas whose objects on a target may be the project's: policies, triggers and grants on tables of the services. */
export declare const sharedSchemas: readonly string[];
/** Every schema that is Supabase's. `supabase_migrations` is not among them: it is the project's own history. */
export declare const managedSchemas: readonly string[];
export declare function isManaged(schema: string): boolean;
/** Roles of the platform: on a target that is Supabase they are never altered. [supabase/postgres, init scripts] */
export declare function isSupabaseRole(role: string): boolean;
/** What becomes of a schema of Supabase's; undefined for the project's own, which go whole. Pure. */
export declare function dispositionOf(schema: string, auth: AuthMode | undefined, target: TargetKind): Disposition | undefined;
