import { z } from 'zod';
/** What one run took, with all that a later estimate is scaled from. Plain data, without secrets. */
export declare const runRecordSchema: z.ZodObject<{
    v: z.ZodLiteral<1>;
    runId: z.ZodString;
    profile: z.ZodString;
    environment: z.ZodEnum<{
        production: "production";
        rehearsal: "rehearsal";
    }>;
    startedAt: z.ZodISODateTime;
    finishedAt: z.ZodISODateTime;
    planHash: z.ZodString;
    outcome: z.ZodEnum<{
        failed: "failed";
        "no-go": "no-go";
        paused: "paused";
        "rolled-back": "rolled-back";
        verified: "verified";
    }>;
    verdict: z.ZodString;
    jobs: z.ZodInt;
    tables: z.ZodNumber;
    rows: z.ZodNumber;
    bytes: z.ZodNumber;
    seconds: z.ZodNumber;
    preparationSeconds: z.ZodNumber;
    phases: z.ZodArray<z.ZodObject<{
        phase: z.ZodEnum<{
            check: "check";
            constraint: "constraint";
            copy: "copy";
            estimate: "estimate";
            finalize: "finalize";
            finish: "finish";
            index: "index";
            prepare: "prepare";
            reconcile: "reconcile";
            rollback: "rollback";
            schema: "schema";
            verify: "verify";
        }>;
        seconds: z.ZodNumber;
    }, z.core.$strip>>;
    kinds: z.ZodArray<z.ZodObject<{
        kind: z.ZodString;
        steps: z.ZodNumber;
        weight: z.ZodNumber;
        seconds: z.ZodNumber;
    }, z.core.$strip>>;
    steps: z.ZodArray<z.ZodObject<{
        id: z.ZodString;
        weight: z.ZodNumber;
        seconds: z.ZodNumber;
    }, z.core.$strip>>;
    resumed: z.ZodNumber;
    estimate: z.ZodOptional<z.ZodObject<{
        at: z.ZodISODateTime;
        seconds: z.ZodNumber;
        from: z.ZodEnum<{
            rehearsal: "rehearsal";
            sample: "sample";
        }>;
    }, z.core.$strip>>;
    drill: z.ZodOptional<z.ZodObject<{
        killedAt: z.ZodNumber;
        resumeSeconds: z.ZodNumber;
        verifySeconds: z.ZodNumber;
    }, z.core.$strip>>;
    rollback: z.ZodOptional<z.ZodObject<{
        at: z.ZodISODateTime;
        seconds: z.ZodNumber;
        outcome: z.ZodEnum<{
            failed: "failed";
            "no-go": "no-go";
            paused: "paused";
            "rolled-back": "rolled-back";
            verified: "verified";
        }>;
    }, z.core.$strip>>;
}, z.core.$strip>;
export type RunRecord = z.infer<typeof runRecordSchema>;
/** What an estimate said, kept until a run shows whether it was right. */
export declare const estimateRecordSchema: z.ZodObject<{
    profile: z.ZodString;
    at: z.ZodISODateTime;
    planHash: z.ZodString;
    seconds: z.ZodNumber;
    from: z.ZodEnum<{
        rehearsal: "rehearsal";
        sample: "sample";
    }>;
}, z.core.$strip>;
export type EstimateRecord = z.infer<typeof estimateRecordSchema>;
/** Runs of one profile and of those that rehearse it, newest first. */
export type History = readonly RunRecord[];
/** True for a run that went through in one piece and was verified: its figures are those of a whole run. */
export declare function isMeasure(record: RunRecord): boolean;
/**
 * The newest verified rehearsal whose steps fit a run with so many jobs. One in several pieces, as a drill's, tells as
 * much of its steps as another.
 */
export declare function newestRehearsal(history: History, jobs: number): RunRecord | undefined;
/** How far the newest estimate was off that a whole run has followed. */
export declare function lastAccuracy(history: History): {
    readonly runId: string;
    readonly at: string;
    readonly estimated: number;
    readonly actual: number;
} | undefined;
