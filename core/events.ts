import { z } from 'zod';
import { byHandSchema } from './supabase/by-hand.ts';

/**
 * Every event of the engine. Plain data, serialisable, without secrets.
 *
 * The events up to `run.finished` are the contract: `--json` prints them, `events.ndjson` keeps them.
 * Those after it feed the screens and the plain log alone and are never printed as JSON.
 */

/** Phases of a migration, from the first change of the target to its verdict: what an estimate is about. */
export const migrationPhases = ['prepare', 'schema', 'copy', 'index', 'constraint', 'finish', 'verify'] as const;

export const phases = ['check', 'estimate', ...migrationPhases, 'rollback', 'finalize', 'reconcile'] as const;
export const phaseSchema = z.enum(phases);
export type Phase = z.infer<typeof phaseSchema>;

const envelope = { v: z.literal(1), at: z.iso.datetime() };
const count = z.number().nonnegative();

export const severitySchema = z.enum(['blocker', 'warning', 'info']);
export type Severity = z.infer<typeof severitySchema>;

/** The work of a run is known. `source` and `target` are `host:port/database`. */
const runStarted = z.object({
  ...envelope,
  type: z.literal('run.started'),
  runId: z.string(),
  /** When the run began, by the target's clock, where an earlier process began it. */
  since: z.iso.datetime().optional(),
  source: z.string(),
  target: z.string(),
  tables: count,
  rows: count,
  bytes: count,
});
const phaseStarted = z.object({ ...envelope, type: z.literal('phase.started'), phase: phaseSchema });
const phaseFinished = z.object({
  ...envelope,
  type: z.literal('phase.finished'),
  phase: phaseSchema,
  seconds: count,
});
const stepStarted = z.object({
  ...envelope,
  type: z.literal('step.started'),
  id: z.string(),
  kind: z.string(),
  label: z.string(),
  weight: count,
});
/** Rows and bytes of the step so far, in this attempt. */
const stepProgress = z.object({
  ...envelope,
  type: z.literal('step.progress'),
  id: z.string(),
  rows: count,
  bytes: count,
});
const stepFinished = z.object({
  ...envelope,
  type: z.literal('step.finished'),
  id: z.string(),
  rows: count,
  bytes: count,
  seconds: count,
});
const stepFailed = z.object({
  ...envelope,
  type: z.literal('step.failed'),
  id: z.string(),
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  attempt: count,
  willRetry: z.boolean(),
});
const checkFinished = z.object({
  ...envelope,
  type: z.literal('check.finished'),
  id: z.string(),
  title: z.string(),
  severity: severitySchema,
  verdict: z.enum(['pass', 'fail', 'skip']),
  detail: z.string(),
  fix: z.string(),
});
/** Where the figures of an estimate come from. */
const estimateRates = z.object({
  /** Rows that were really copied just now, or the newest rehearsal. */
  from: z.enum(['sample', 'rehearsal']),
  /** ISO time of it. */
  at: z.iso.datetime(),
  /** The rehearsal; '' for a sample. */
  runId: z.string(),
  /** What was copied then, and how long that took. */
  rows: count,
  bytes: count,
  seconds: count,
  /** What was taken for granted, in the operator's words. */
  notes: z.array(z.string()),
});
/** What would fit the window: fewer tables, more jobs, or so much more time. */
const estimateInstead = z.object({
  skipLarge: z
    .object({ bytes: count, tables: z.array(z.string()).readonly(), seconds: count, fits: z.boolean() })
    .readonly()
    .optional(),
  jobs: z.object({ jobs: count, seconds: count, fits: z.boolean() }).readonly().optional(),
  missingSeconds: z.number(),
});
/** `bufferedSeconds` is 1.5 x `seconds`; `windowSeconds` is 0 and `fits` true where no window is set. */
const estimateFinished = z.object({
  ...envelope,
  type: z.literal('estimate.finished'),
  tables: z.array(z.object({ table: z.string(), rows: count, bytes: count, seconds: count })),
  rows: count,
  bytes: count,
  storageObjects: count,
  storageBytes: count,
  seconds: count,
  bufferedSeconds: count,
  windowSeconds: count,
  fits: z.boolean(),
  jobs: count,
  /** What the plan does, sizes left out: a rehearsal with the same one was one of this run. */
  planHash: z.string(),
  rates: estimateRates,
  /** When each phase begins and ends, in seconds from the word to go; phases overlap. */
  phases: z.array(z.object({ phase: phaseSchema, from: count, to: count })),
  /** Time of jobs on the files of each bucket. */
  buckets: z.array(z.object({ bucket: z.string(), seconds: count })),
  /** What a rollback is given. */
  rollbackSeconds: count,
  /** Seconds after the window's begin: the latest start that leaves the buffered time, and the latest rollback. */
  latestStartSeconds: z.number().optional(),
  noReturnSeconds: z.number().optional(),
  /** The newest estimate that a whole run has followed. */
  lastTime: z.object({ runId: z.string(), at: z.iso.datetime(), estimated: count, actual: count }).optional(),
  /** Only where it does not fit. */
  instead: estimateInstead.optional(),
});
const verifyTable = z.object({
  ...envelope,
  type: z.literal('verify.table'),
  table: z.string(),
  sourceRows: count,
  targetRows: count,
  sourceChecksum: z.string(),
  targetChecksum: z.string(),
  verdict: z.enum(['match', 'differ', 'skipped']),
  reason: z.string(),
});
/** Anything else that is compared: sequences, schema objects, the source's quiet, what a resume kept. */
const verifyItem = z.object({
  ...envelope,
  type: z.literal('verify.item'),
  kind: z.string(),
  name: z.string(),
  verdict: z.string(),
  detail: z.string(),
});
const rollbackLine = z.object({
  /** `schema`, `publication`, `role`, `files`, … */
  what: z.string(),
  name: z.string(),
  /** How many: tables of a schema, files, users, objects of the kind. */
  objects: count,
  bytes: count,
});
/** What a rollback is about to do, before it begins; `cutover rollback` without `--confirm` tells this and no more. */
const rollbackPlanned = z.object({
  ...envelope,
  type: z.literal('rollback.planned'),
  runId: z.string(),
  source: z.string(),
  target: z.string(),
  database: z.string(),
  goes: z.array(rollbackLine),
  comesBack: z.array(rollbackLine),
  /** Rows written to the target since the run was verified, by its counters; `known` false where they do not tell. */
  written: z.object({ known: z.boolean(), tables: count, inserted: count, updated: count, deleted: count }),
  /** Whether the result will be compared with what was recorded before the run. */
  compared: z.boolean(),
  steps: count,
  seconds: count,
  /** What the operator must switch back. */
  reminders: z.array(z.string()),
});
/** A table of the target that was written to since the cutover. */
const reconcileTable = z.object({
  ...envelope,
  type: z.literal('reconcile.table'),
  table: z.string(),
  inserted: count,
  updated: count,
  deleted: count,
  /** Whether the source's table still is what the run moved, and how that is known. */
  sourceUnchanged: z.boolean(),
  proof: z.string(),
});
/** The last line of `reconcile`. A path is empty where there was nothing to write. */
const reconcileFinished = z.object({
  ...envelope,
  type: z.literal('reconcile.finished'),
  runId: z.string(),
  /** Tables with changes; rows of all of them. */
  tables: count,
  inserted: count,
  updated: count,
  deleted: count,
  sequences: count,
  /** Tables that the source has changed itself. */
  unproven: z.array(z.string()),
  notCompared: z.array(z.string()),
  sqlPath: z.string(),
  unprovenPath: z.string(),
  jsonPath: z.string(),
});
export const outcomeSchema = z.enum(['verified', 'failed', 'no-go', 'rolled-back', 'paused']);
export type Outcome = z.infer<typeof outcomeSchema>;
const runFinished = z.object({
  ...envelope,
  type: z.literal('run.finished'),
  runId: z.string(),
  outcome: outcomeSchema,
  verdict: z.string(),
  seconds: count,
  reportPath: z.string(),
});

/** A drill is over: its run was killed with SIGKILL, resumed, verified and rolled back; each with its seconds. */
const drillFinished = z.object({
  ...envelope,
  type: z.literal('drill.finished'),
  runId: z.string(),
  /** Share of the rows that were there when the run was killed. */
  killedAt: z.number().min(0).max(1),
  /** Until it was killed. */
  runSeconds: count,
  resumeSeconds: count,
  verifySeconds: count,
  rollbackSeconds: count,
  passed: z.boolean(),
  verdict: z.string(),
});

export const contractEventSchema = z.discriminatedUnion('type', [
  drillFinished,
  runStarted,
  phaseStarted,
  phaseFinished,
  stepStarted,
  stepProgress,
  stepFinished,
  stepFailed,
  checkFinished,
  estimateFinished,
  verifyTable,
  verifyItem,
  rollbackPlanned,
  reconcileTable,
  reconcileFinished,
  runFinished,
]);
export type ContractEvent = z.infer<typeof contractEventSchema>;

/** The facts found on one end: shown on Connect and in every header. Never a password. */
const endpointConnected = z.object({
  ...envelope,
  type: z.literal('endpoint.connected'),
  end: z.enum(['source', 'target']),
  /** `host:port/database` */
  address: z.string(),
  database: z.string(),
  role: z.string(),
  /** e.g. `17.10` */
  version: z.string(),
  tls: z.boolean(),
  latencyMs: count,
});
/** A check has begun: the screen shows a spinner for it until its `check.finished`. */
const checkStarted = z.object({ ...envelope, type: z.literal('check.started'), id: z.string(), title: z.string() });
/** The steps of this run, those that the ledger already has included. */
const planReady = z.object({
  ...envelope,
  type: z.literal('plan.ready'),
  steps: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      phase: phaseSchema,
      label: z.string(),
      weight: count,
      /** The table as the operator knows it, `schema.name`, for the steps that work on one. */
      table: z.string().optional(),
      /** The bucket of Storage, for the steps that work on one. */
      bucket: z.string().optional(),
      /** True where an earlier process finished it. */
      done: z.boolean(),
      /** Rows and bytes that the ledger has of it. */
      rows: count,
      bytes: count,
    }),
  ),
  /** What is expected of each table, from the source's statistics. */
  tables: z.array(z.object({ table: z.string(), rows: count, bytes: count })),
  /** The same of each bucket whose files are moved. */
  buckets: z.array(z.object({ bucket: z.string(), files: count, bytes: count })).optional(),
  /** See `Plan.hash`; of a run alone. */
  planHash: z.string().optional(),
});
/** The buckets of the source's Storage. Empty where there is none, or it cannot be read. */
const storageFound = z.object({
  ...envelope,
  type: z.literal('storage.found'),
  buckets: z.array(z.object({ bucket: z.string(), files: count, bytes: count })),
});
/** What no run does: found on the source, for people to do. */
const byHandFound = z.object({ ...envelope, type: z.literal('by-hand.found'), items: z.array(byHandSchema) });
export const controlSchema = z.enum(['idle', 'running', 'pausing', 'paused', 'stopping', 'stopped']);
export type Control = z.infer<typeof controlSchema>;
const controlChanged = z.object({ ...envelope, type: z.literal('control.changed'), control: controlSchema });
/** A server that the run rests on cannot be reached, and is tried again; without `away` it is there again. */
const outageChanged = z.object({
  ...envelope,
  type: z.literal('outage.changed'),
  away: z.enum(['source', 'target']).optional(),
});
const logLine = z.object({
  ...envelope,
  type: z.literal('log'),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  message: z.string(),
});

const screenEventSchema = z.discriminatedUnion('type', [
  endpointConnected,
  checkStarted,
  planReady,
  storageFound,
  byHandFound,
  controlChanged,
  outageChanged,
  logLine,
]);
export type ScreenEvent = z.infer<typeof screenEventSchema>;

export type EngineEvent = ContractEvent | ScreenEvent;

/** An event without its envelope: what a part of the engine hands to `emit`. */
export type EventBody = EngineEvent extends infer E ? (E extends EngineEvent ? Omit<E, 'v' | 'at'> : never) : never;
export type Emit = (event: EventBody) => void;

const screenTypes: ReadonlySet<string> = new Set(screenEventSchema.options.map((option) => option.shape.type.value));

/** True for the events that programs may rely on: those that `--json` prints. */
export function isContractEvent(event: EngineEvent): event is ContractEvent {
  return !screenTypes.has(event.type);
}
