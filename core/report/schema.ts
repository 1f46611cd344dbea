import { z } from 'zod';
import { outcomeSchema, phaseSchema, severitySchema } from '../events.ts';

const count = z.number().nonnegative();

/** When what happened. Times are seconds since `from`; a run that was taken up again has the times of all its parts. */
const timelineSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  phases: z.array(z.object({ phase: phaseSchema, start: count, end: count, running: z.boolean() })),
  /** Bars of the picture: a step, or `count` steps of one transaction. */
  steps: z.array(
    z.object({
      label: z.string(),
      kind: z.string(),
      state: z.enum(['done', 'failed', 'running']),
      start: count,
      end: count,
      rows: count,
      bytes: count,
      count,
    }),
  ),
  /** The shortest, which the picture has no room for. */
  stepsNotShown: count,
  /** Times in which no process was at work on it. */
  gaps: z.array(z.object({ start: count, end: count })),
  /** Bytes copied in each of the spans of `seconds`, from the first on. */
  throughput: z.object({ seconds: z.number().positive(), bytes: z.array(count) }),
  /** How long each table was being copied. */
  tables: z.array(z.object({ table: z.string(), seconds: count, rows: count, bytes: count })),
});
export type Timeline = z.infer<typeof timelineSchema>;

/** What report.json holds: everything that the readable forms say, and nothing that they leave out. */
export const reportSchema = z.object({
  v: z.literal(1),
  runId: z.string(),
  toolVersion: z.string(),
  /** What was at work: `run`, `resume`, `verify`, `rollback`, `finalize`. */
  command: z.string().optional(),
  profile: z.string(),
  environment: z.enum(['rehearsal', 'production']),
  /** `host:port/database`, without secrets. */
  source: z.string(),
  target: z.string(),
  /** The name that `--confirm` asks for. */
  targetDatabase: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  seconds: count,
  outcome: outcomeSchema,
  /** `held`: verified, and what was set aside is still there. */
  /** `running`: made while the run was going on, true of the moment `finishedAt`. */
  state: z.enum(['running', 'held', 'paused', 'failed', 'no-go', 'rolled-back', 'finalized']),
  verdict: z.string(),
  /** 0 to 1: the weight of the plan that is done. */
  progress: z.number().min(0).max(1),
  /** Label of the step at which the run stopped. */
  stoppedAt: z.string().optional(),
  rows: count,
  bytes: count,
  phases: z.array(z.object({ phase: phaseSchema, seconds: count.optional(), steps: count, stepsDone: count })),
  tables: z.array(
    z.object({
      table: z.string(),
      state: z.enum(['waiting', 'running', 'done', 'failed']),
      rows: count,
      bytes: count,
      verification: z
        .object({
          verdict: z.enum(['match', 'differ', 'skipped']),
          sourceRows: count,
          targetRows: count,
          sourceChecksum: z.string(),
          targetChecksum: z.string(),
          reason: z.string(),
        })
        .optional(),
    }),
  ),
  leftOut: z.array(z.object({ table: z.string(), reason: z.string() })),
  checks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      severity: severitySchema,
      verdict: z.enum(['pass', 'fail', 'skip']),
      detail: z.string(),
      fix: z.string(),
      /** The operator's reason for going on although it is red. */
      overrideReason: z.string().optional(),
      /** Who gave it, and when. */
      overrideBy: z.string().optional(),
      overrideAt: z.string().optional(),
    }),
  ),
  failures: z.array(
    z.object({
      step: z.string(),
      code: z.string(),
      message: z.string(),
      hint: z.string(),
      attempt: count,
      retried: z.boolean(),
    }),
  ),
  verification: z.object({
    /** What the operator asked for. */
    mode: z.enum(['none', 'counts', 'checksums']),
    tablesMatching: count,
    tablesDiffering: count,
    tablesSkipped: count,
    items: z.array(z.object({ kind: z.string(), name: z.string(), verdict: z.string(), detail: z.string() })),
    /** Each rung in words: what was checked, what was not and why. */
    checked: z.array(z.string()),
    skipped: z.array(z.string()),
  }),
  timeline: timelineSchema.optional(),
  /** What was expected before the run, where somebody estimated it. */
  estimate: z
    .object({
      seconds: count,
      bufferedSeconds: count,
      windowSeconds: count,
      fits: z.boolean(),
      rows: count,
      bytes: count,
      tables: z.array(z.object({ table: z.string(), rows: count, bytes: count, seconds: count })),
    })
    .optional(),
  /** What worked with what: `source` and `target` are the servers' versions. */
  versions: z
    .object({ cutover: z.string(), node: z.string(), system: z.string(), source: z.string(), target: z.string() })
    .optional(),
  /** What the run was asked to do, in the words of its flags. */
  settings: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  /** What is left for people to do. */
  todo: z.array(z.string()),
  hold: z
    .object({
      hours: count,
      until: z.iso.datetime(),
      finalizeCommand: z.string(),
      rollbackCommand: z.string(),
    })
    .optional(),
});

export type Report = z.infer<typeof reportSchema>;
