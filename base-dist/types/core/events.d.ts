import { z } from 'zod';
/**
 * Every event of the engine. Plain data, serialisable, without secrets.
 *
 * The events up to `run.finished` are the contract: `--json` prints them, `events.ndjson` keeps them.
 * Those after it feed the screens and the plain log alone and are never printed as JSON.
 */
export declare const phases: readonly ['check', 'estimate', 'prepare', 'schema', 'copy', 'index', 'constraint', 'finish', 'verify', 'rollback', 'finalize', 'reconcile'];
export declare const phaseSchema: z.ZodEnum<{
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
export type Phase = z.infer<typeof phaseSchema>;
export declare const severitySchema: z.ZodEnum<{
    blocker: "blocker";
    info: "info";
    warning: "warning";
}>;
export type Severity = z.infer<typeof severitySchema>;
export declare const outcomeSchema: z.ZodEnum<{
    failed: "failed";
    "no-go": "no-go";
    paused: "paused";
    "rolled-back": "rolled-back";
    verified: "verified";
}>;
export type Outcome = z.infer<typeof outcomeSchema>;
export declare const contractEventSchema: z.ZodDiscriminatedUnion<[z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"drill.finished">;
    runId: z.ZodString;
    killedAt: z.ZodNumber;
    runSeconds: z.ZodNumber;
    resumeSeconds: z.ZodNumber;
    verifySeconds: z.ZodNumber;
    rollbackSeconds: z.ZodNumber;
    passed: z.ZodBoolean;
    verdict: z.ZodString;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"run.started">;
    runId: z.ZodString;
    source: z.ZodString;
    target: z.ZodString;
    tables: z.ZodNumber;
    rows: z.ZodNumber;
    bytes: z.ZodNumber;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"phase.started">;
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
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"phase.finished">;
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
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"step.started">;
    id: z.ZodString;
    kind: z.ZodString;
    label: z.ZodString;
    weight: z.ZodNumber;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"step.progress">;
    id: z.ZodString;
    rows: z.ZodNumber;
    bytes: z.ZodNumber;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"step.finished">;
    id: z.ZodString;
    rows: z.ZodNumber;
    bytes: z.ZodNumber;
    seconds: z.ZodNumber;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"step.failed">;
    id: z.ZodString;
    code: z.ZodString;
    message: z.ZodString;
    hint: z.ZodString;
    attempt: z.ZodNumber;
    willRetry: z.ZodBoolean;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"check.finished">;
    id: z.ZodString;
    title: z.ZodString;
    severity: z.ZodEnum<{
        blocker: "blocker";
        info: "info";
        warning: "warning";
    }>;
    verdict: z.ZodEnum<{
        fail: "fail";
        pass: "pass";
        skip: "skip";
    }>;
    detail: z.ZodString;
    fix: z.ZodString;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"estimate.finished">;
    tables: z.ZodArray<z.ZodObject<{
        table: z.ZodString;
        rows: z.ZodNumber;
        bytes: z.ZodNumber;
        seconds: z.ZodNumber;
    }, z.core.$strip>>;
    rows: z.ZodNumber;
    bytes: z.ZodNumber;
    storageObjects: z.ZodNumber;
    storageBytes: z.ZodNumber;
    seconds: z.ZodNumber;
    bufferedSeconds: z.ZodNumber;
    windowSeconds: z.ZodNumber;
    fits: z.ZodBoolean;
    jobs: z.ZodNumber;
    planHash: z.ZodString;
    rates: z.ZodObject<{
        from: z.ZodEnum<{
            rehearsal: "rehearsal";
            sample: "sample";
        }>;
        at: z.ZodISODateTime;
        runId: z.ZodString;
        rows: z.ZodNumber;
        bytes: z.ZodNumber;
        seconds: z.ZodNumber;
        notes: z.ZodArray<z.ZodString>;
    }, z.core.$strip>;
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
        from: z.ZodNumber;
        to: z.ZodNumber;
    }, z.core.$strip>>;
    buckets: z.ZodArray<z.ZodObject<{
        bucket: z.ZodString;
        seconds: z.ZodNumber;
    }, z.core.$strip>>;
    rollbackSeconds: z.ZodNumber;
    latestStartSeconds: z.ZodOptional<z.ZodNumber>;
    noReturnSeconds: z.ZodOptional<z.ZodNumber>;
    lastTime: z.ZodOptional<z.ZodObject<{
        runId: z.ZodString;
        at: z.ZodISODateTime;
        estimated: z.ZodNumber;
        actual: z.ZodNumber;
    }, z.core.$strip>>;
    instead: z.ZodOptional<z.ZodObject<{
        skipLarge: z.ZodOptional<z.ZodReadonly<z.ZodObject<{
            bytes: z.ZodNumber;
            tables: z.ZodReadonly<z.ZodArray<z.ZodString>>;
            seconds: z.ZodNumber;
            fits: z.ZodBoolean;
        }, z.core.$strip>>>;
        jobs: z.ZodOptional<z.ZodReadonly<z.ZodObject<{
            jobs: z.ZodNumber;
            seconds: z.ZodNumber;
            fits: z.ZodBoolean;
        }, z.core.$strip>>>;
        missingSeconds: z.ZodNumber;
    }, z.core.$strip>>;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"verify.table">;
    table: z.ZodString;
    sourceRows: z.ZodNumber;
    targetRows: z.ZodNumber;
    sourceChecksum: z.ZodString;
    targetChecksum: z.ZodString;
    verdict: z.ZodEnum<{
        differ: "differ";
        match: "match";
        skipped: "skipped";
    }>;
    reason: z.ZodString;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"verify.item">;
    kind: z.ZodString;
    name: z.ZodString;
    verdict: z.ZodString;
    detail: z.ZodString;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"rollback.planned">;
    runId: z.ZodString;
    source: z.ZodString;
    target: z.ZodString;
    database: z.ZodString;
    goes: z.ZodArray<z.ZodObject<{
        what: z.ZodString;
        name: z.ZodString;
        objects: z.ZodNumber;
        bytes: z.ZodNumber;
    }, z.core.$strip>>;
    comesBack: z.ZodArray<z.ZodObject<{
        what: z.ZodString;
        name: z.ZodString;
        objects: z.ZodNumber;
        bytes: z.ZodNumber;
    }, z.core.$strip>>;
    written: z.ZodObject<{
        known: z.ZodBoolean;
        tables: z.ZodNumber;
        inserted: z.ZodNumber;
        updated: z.ZodNumber;
        deleted: z.ZodNumber;
    }, z.core.$strip>;
    compared: z.ZodBoolean;
    steps: z.ZodNumber;
    seconds: z.ZodNumber;
    reminders: z.ZodArray<z.ZodString>;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"reconcile.table">;
    table: z.ZodString;
    inserted: z.ZodNumber;
    updated: z.ZodNumber;
    deleted: z.ZodNumber;
    sourceUnchanged: z.ZodBoolean;
    proof: z.ZodString;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"reconcile.finished">;
    runId: z.ZodString;
    tables: z.ZodNumber;
    inserted: z.ZodNumber;
    updated: z.ZodNumber;
    deleted: z.ZodNumber;
    sequences: z.ZodNumber;
    unproven: z.ZodArray<z.ZodString>;
    notCompared: z.ZodArray<z.ZodString>;
    sqlPath: z.ZodString;
    unprovenPath: z.ZodString;
    jsonPath: z.ZodString;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"run.finished">;
    runId: z.ZodString;
    outcome: z.ZodEnum<{
        failed: "failed";
        "no-go": "no-go";
        paused: "paused";
        "rolled-back": "rolled-back";
        verified: "verified";
    }>;
    verdict: z.ZodString;
    seconds: z.ZodNumber;
    reportPath: z.ZodString;
}, z.core.$strip>], "type">;
export type ContractEvent = z.infer<typeof contractEventSchema>;
export declare const controlSchema: z.ZodEnum<{
    idle: "idle";
    paused: "paused";
    pausing: "pausing";
    running: "running";
    stopped: "stopped";
    stopping: "stopping";
}>;
export type Control = z.infer<typeof controlSchema>;
declare const screenEventSchema: z.ZodDiscriminatedUnion<[z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"endpoint.connected">;
    end: z.ZodEnum<{
        source: "source";
        target: "target";
    }>;
    address: z.ZodString;
    database: z.ZodString;
    role: z.ZodString;
    version: z.ZodString;
    tls: z.ZodBoolean;
    latencyMs: z.ZodNumber;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"check.started">;
    id: z.ZodString;
    title: z.ZodString;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"plan.ready">;
    steps: z.ZodArray<z.ZodObject<{
        id: z.ZodString;
        kind: z.ZodString;
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
        label: z.ZodString;
        weight: z.ZodNumber;
        table: z.ZodOptional<z.ZodString>;
        bucket: z.ZodOptional<z.ZodString>;
        done: z.ZodBoolean;
        rows: z.ZodNumber;
        bytes: z.ZodNumber;
    }, z.core.$strip>>;
    tables: z.ZodArray<z.ZodObject<{
        table: z.ZodString;
        rows: z.ZodNumber;
        bytes: z.ZodNumber;
    }, z.core.$strip>>;
    buckets: z.ZodOptional<z.ZodArray<z.ZodObject<{
        bucket: z.ZodString;
        files: z.ZodNumber;
        bytes: z.ZodNumber;
    }, z.core.$strip>>>;
    planHash: z.ZodOptional<z.ZodString>;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"storage.found">;
    buckets: z.ZodArray<z.ZodObject<{
        bucket: z.ZodString;
        files: z.ZodNumber;
        bytes: z.ZodNumber;
    }, z.core.$strip>>;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"by-hand.found">;
    items: z.ZodArray<z.ZodObject<{
        subject: z.ZodString;
        count: z.ZodOptional<z.ZodNumber>;
        names: z.ZodArray<z.ZodString>;
        how: z.ZodString;
    }, z.core.$strip>>;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"control.changed">;
    control: z.ZodEnum<{
        idle: "idle";
        paused: "paused";
        pausing: "pausing";
        running: "running";
        stopped: "stopped";
        stopping: "stopping";
    }>;
}, z.core.$strip>, z.ZodObject<{
    v: z.ZodLiteral<1>;
    at: z.ZodISODateTime;
    type: z.ZodLiteral<"log">;
    level: z.ZodEnum<{
        debug: "debug";
        error: "error";
        info: "info";
        warn: "warn";
    }>;
    message: z.ZodString;
}, z.core.$strip>], "type">;
export type ScreenEvent = z.infer<typeof screenEventSchema>;
export type EngineEvent = ContractEvent | ScreenEvent;
/** An event without its envelope: what a part of the engine hands to `emit`. */
export type EventBody = EngineEvent extends infer E ? (E extends EngineEvent ? Omit<E, 'v' | 'at'> : never) : never;
export type Emit = (event: EventBody) => void;
/** True for the events that programs may rely on: those that `--json` prints. */
export declare function isContractEvent(event: EngineEvent): event is ContractEvent;
export {};
