import { z } from 'zod';
import type { Said } from './checklist/said.ts';
import type { History } from './estimate/history.ts';
/** A profile: everything about a migration that may be written down. Secrets never are. */
export declare const profileSchema: z.ZodObject<{
    name: z.ZodString;
    environment: z.ZodDefault<z.ZodEnum<{
        production: "production";
        rehearsal: "rehearsal";
    }>>;
    rehearsalOf: z.ZodOptional<z.ZodString>;
    source: z.ZodOptional<z.ZodString>;
    target: z.ZodOptional<z.ZodString>;
    sourceSupabaseUrl: z.ZodOptional<z.ZodURL>;
    targetSupabaseUrl: z.ZodOptional<z.ZodURL>;
    windowMinutes: z.ZodOptional<z.ZodNumber>;
    windowStart: z.ZodOptional<z.ZodISODateTime>;
    checklist: z.ZodDefault<z.ZodArray<z.ZodString>>;
    rehearsalDays: z.ZodDefault<z.ZodNumber>;
    freezeWatchSeconds: z.ZodDefault<z.ZodNumber>;
    holdHours: z.ZodDefault<z.ZodNumber>;
    carrySessions: z.ZodDefault<z.ZodBoolean>;
    userIdColumns: z.ZodOptional<z.ZodArray<z.ZodString>>;
    unmappedUserIds: z.ZodOptional<z.ZodEnum<{
        null: "null";
        refuse: "refuse";
    }>>;
    requiredTables: z.ZodOptional<z.ZodArray<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
        table: z.ZodString;
        columns: z.ZodArray<z.ZodString>;
    }, z.core.$strict>]>>>;
    targetFreeBytes: z.ZodOptional<z.ZodNumber>;
    notices: z.ZodOptional<z.ZodObject<{
        before: z.ZodOptional<z.ZodString>;
        reset: z.ZodOptional<z.ZodString>;
    }, z.core.$strict>>;
}, z.core.$strict>;
export type Profile = z.infer<typeof profileSchema>;
export declare const runOptionsSchema: z.ZodObject<{
    jobs: z.ZodDefault<z.ZodInt>;
    schemas: z.ZodOptional<z.ZodArray<z.ZodString>>;
    excludeTables: z.ZodDefault<z.ZodArray<z.ZodString>>;
    skipLargeBytes: z.ZodOptional<z.ZodNumber>;
    withoutExtensions: z.ZodDefault<z.ZodArray<z.ZodString>>;
    schema: z.ZodDefault<z.ZodEnum<{
        dump: "dump";
        existing: "existing";
        migrations: "migrations";
    }>>;
    migrationsFolder: z.ZodOptional<z.ZodString>;
    existingRows: z.ZodDefault<z.ZodEnum<{
        refuse: "refuse";
        "set-aside": "set-aside";
    }>>;
    foreignKeys: z.ZodDefault<z.ZodEnum<{
        trust: "trust";
        validate: "validate";
    }>>;
    onFailure: z.ZodDefault<z.ZodEnum<{
        pause: "pause";
        rollback: "rollback";
    }>>;
    keepGoing: z.ZodDefault<z.ZodBoolean>;
    verify: z.ZodDefault<z.ZodEnum<{
        checksums: "checksums";
        counts: "counts";
        none: "none";
    }>>;
    storage: z.ZodOptional<z.ZodEnum<{
        api: "api";
        directory: "directory";
        none: "none";
    }>>;
    storageJobs: z.ZodDefault<z.ZodInt>;
    storageFolder: z.ZodOptional<z.ZodString>;
    existingBuckets: z.ZodOptional<z.ZodEnum<{
        overwrite: "overwrite";
        rename: "rename";
        skip: "skip";
    }>>;
    verifyStorage: z.ZodDefault<z.ZodNumber>;
    auth: z.ZodOptional<z.ZodEnum<{
        none: "none";
        plain: "plain";
        stack: "stack";
        supabase: "supabase";
    }>>;
    overrides: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
}, z.core.$strict>;
export type RunOptions = z.infer<typeof runOptionsSchema>;
/** Access to a Stack Auth project, for `--auth stack`. Holds a secret: memory only. */
export interface StackSettings {
    /** `https://api.stack-auth.com`, or a server of one's own; without `/api/v1`. */
    readonly baseUrl: string;
    readonly projectId: string;
    readonly secretServerKey: string;
    /** What the names of the headers begin with: `X-Stack`. The service was renamed, and its headers may be. */
    readonly headerPrefix: string;
}
/** What an engine is made for: two connection strings (with secrets, in memory only) and the choices. */
export interface EngineConfig {
    readonly profile: Profile;
    readonly sourceUrl: string;
    readonly targetUrl: string;
    readonly options: RunOptions;
    /** Supabase API access for the API checks, where it is known. */
    readonly supabase?: {
        readonly source?: {
            readonly url: string;
            readonly serviceKey: string;
        };
        readonly target?: {
            readonly url: string;
            readonly serviceKey: string;
        };
    };
    readonly stack?: StackSettings;
    /** What earlier runs of the profile took, newest first; undefined where nothing is remembered of them. */
    readonly history?: History;
    /** What the newest estimate came to, in seconds. */
    readonly expectedSeconds?: number;
    /** Whose word overrides and ticks are, for the report. */
    readonly operator?: string;
    /** What the operator has said already; a run may be told more. */
    readonly said?: Said;
    /** An account whose password is known: a login with it is tried after the migration. Memory only. */
    readonly login?: {
        readonly email: string;
        readonly password: string;
    };
    /** Where the records of runs are kept. */
    readonly stateDir: string;
    readonly toolVersion: string;
    readonly logLevel?: 'debug' | 'info' | 'warn' | 'error';
}
