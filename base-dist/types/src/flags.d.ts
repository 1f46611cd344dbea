import { z } from 'zod';
import { type RunOptions } from '../core/index.ts';
/** The flags as commander gives them, checked; messages are whole sentences that name the flag. */
export declare const flagsSchema: z.ZodObject<{
    profile: z.ZodOptional<z.ZodString>;
    config: z.ZodOptional<z.ZodString>;
    source: z.ZodOptional<z.ZodString>;
    target: z.ZodOptional<z.ZodString>;
    json: z.ZodDefault<z.ZodBoolean>;
    plain: z.ZodDefault<z.ZodBoolean>;
    input: z.ZodDefault<z.ZodBoolean>;
    color: z.ZodDefault<z.ZodBoolean>;
    screenReader: z.ZodDefault<z.ZodBoolean>;
    stateDir: z.ZodOptional<z.ZodString>;
    logLevel: z.ZodOptional<z.ZodEnum<{
        debug: "debug";
        error: "error";
        info: "info";
        warn: "warn";
    }>>;
    jobs: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    schemas: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<string[], string>>>;
    excludeTable: z.ZodOptional<z.ZodArray<z.ZodString>>;
    onlyTable: z.ZodOptional<z.ZodArray<z.ZodString>>;
    skipLarge: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    withoutExtension: z.ZodOptional<z.ZodArray<z.ZodString>>;
    schema: z.ZodOptional<z.ZodEnum<{
        dump: "dump";
        existing: "existing";
        migrations: "migrations";
    }>>;
    existingRows: z.ZodOptional<z.ZodEnum<{
        refuse: "refuse";
        "set-aside": "set-aside";
    }>>;
    fk: z.ZodOptional<z.ZodEnum<{
        trust: "trust";
        validate: "validate";
    }>>;
    onFailure: z.ZodOptional<z.ZodEnum<{
        pause: "pause";
        rollback: "rollback";
    }>>;
    keepGoing: z.ZodDefault<z.ZodBoolean>;
    verify: z.ZodOptional<z.ZodEnum<{
        checksums: "checksums";
        counts: "counts";
        none: "none";
    }>>;
    storage: z.ZodOptional<z.ZodEnum<{
        api: "api";
        directory: "directory";
        none: "none";
    }>>;
    storageJobs: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    storageDir: z.ZodOptional<z.ZodString>;
    existingBuckets: z.ZodOptional<z.ZodEnum<{
        overwrite: "overwrite";
        rename: "rename";
        skip: "skip";
    }>>;
    verifyStorage: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    auth: z.ZodOptional<z.ZodEnum<{
        none: "none";
        plain: "plain";
        stack: "stack";
        supabase: "supabase";
    }>>;
    go: z.ZodDefault<z.ZodBoolean>;
    override: z.ZodOptional<z.ZodPipe<z.ZodArray<z.ZodString>, z.ZodTransform<Record<string, string>, string[]>>>;
    tick: z.ZodOptional<z.ZodArray<z.ZodString>>;
    endHoldEarly: z.ZodDefault<z.ZodBoolean>;
    confirm: z.ZodOptional<z.ZodString>;
    overwriteNewer: z.ZodDefault<z.ZodBoolean>;
    open: z.ZodDefault<z.ZodBoolean>;
    allProfiles: z.ZodDefault<z.ZodBoolean>;
    format: z.ZodOptional<z.ZodEnum<{
        csv: "csv";
        json: "json";
        table: "table";
    }>>;
    callbackUrl: z.ZodOptional<z.ZodURL>;
    perHour: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    migrations: z.ZodOptional<z.ZodString>;
    dryRun: z.ZodDefault<z.ZodBoolean>;
    compare: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<("migrations" | "prisma" | "snapshot" | "source" | "target")[], string>>>;
    prisma: z.ZodOptional<z.ZodString>;
    snapshot: z.ZodOptional<z.ZodString>;
    save: z.ZodOptional<z.ZodString>;
    emit: z.ZodOptional<z.ZodPipe<z.ZodArray<z.ZodString>, z.ZodTransform<"migrations" | "prisma" | "snapshot" | "source" | "target", string[]>>>;
    allow: z.ZodOptional<z.ZodEnum<{
        harmless: "harmless";
        risky: "risky";
    }>>;
    summary: z.ZodOptional<z.ZodString>;
    untested: z.ZodOptional<z.ZodString>;
    lockTimeout: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    sampleRows: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    risk: z.ZodOptional<z.ZodEnum<{
        high: "high";
        low: "low";
        medium: "medium";
    }>>;
    tables: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<string[], string>>>;
    output: z.ZodOptional<z.ZodString>;
    scale: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    keep: z.ZodDefault<z.ZodBoolean>;
    history: z.ZodDefault<z.ZodBoolean>;
    drill: z.ZodDefault<z.ZodBoolean>;
}, z.core.$strip>;
export type Flags = z.infer<typeof flagsSchema>;
/**
 * The options of a run: what flags say, the house's defaults for the rest. A failure rolls back where nobody
 * watches, and pauses in the wizard, where the operator decides.
 */
export declare function runOptions(given: Flags, headless: boolean): RunOptions;
