import { z } from 'zod';
import { outcomeSchema, phaseSchema } from '../events.ts';

const count = z.number().nonnegative();

/** What steps of one kind took together, those that are remembered one by one left out. */
const kindSchema = z.object({ kind: z.string(), steps: count, weight: count, seconds: count });
const stepSchema = z.object({ id: z.string(), weight: count, seconds: count });

/** What one run took, with all that a later estimate is scaled from. Plain data, without secrets. */
export const runRecordSchema = z.object({
  v: z.literal(1),
  runId: z.string(),
  /** The profile, or the one that it rehearses. */
  profile: z.string(),
  environment: z.enum(['rehearsal', 'production']),
  /** ISO times. */
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** What the plan does, sizes left out: see `planHash`. Empty where the run did not come to a plan. */
  planHash: z.string(),
  outcome: outcomeSchema,
  verdict: z.string(),
  jobs: z.int().positive(),
  tables: count,
  rows: count,
  bytes: count,
  /** From the word to go to the verdict, stops left out. */
  seconds: count,
  /** What of it went by before the first step: checks, reading, the plan. */
  preparationSeconds: count,
  phases: z.array(z.object({ phase: phaseSchema, seconds: count })),
  /** Time of jobs, not of the clock. */
  kinds: z.array(kindSchema),
  /** The longest steps. */
  steps: z.array(stepSchema),
  /** How often it was stopped and went on: a run in pieces says nothing about an estimate. */
  resumed: count,
  /** The newest estimate before it. */
  estimate: z.object({ at: z.iso.datetime(), seconds: count, from: z.enum(['sample', 'rehearsal']) }).optional(),
  drill: z.object({ killedAt: z.number().min(0).max(1), resumeSeconds: count, verifySeconds: count }).optional(),
  rollback: z.object({ at: z.iso.datetime(), seconds: count, outcome: outcomeSchema }).optional(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** What an estimate said, kept until a run shows whether it was right. */
export const estimateRecordSchema = z.object({
  profile: z.string(),
  at: z.iso.datetime(),
  planHash: z.string(),
  seconds: count,
  from: z.enum(['sample', 'rehearsal']),
});
export type EstimateRecord = z.infer<typeof estimateRecordSchema>;

/** Runs of one profile and of those that rehearse it, newest first. */
export type History = readonly RunRecord[];

/** True for a run that went through in one piece and was verified: its figures are those of a whole run. */
export function isMeasure(record: RunRecord): boolean {
  return record.outcome === 'verified' && record.resumed === 0 && record.seconds > 0 && record.steps.length > 0;
}

/** So many rehearsals are looked at: of three, one may have been disturbed. */
const rehearsalsLookedAt = 3;

/**
 * The newest verified rehearsals of one plan whose steps fit a run with so many jobs, the newest first; undefined where
 * there is none. One in several pieces, as a drill's, tells as much of its steps as another.
 */
export function newestRehearsals(history: History, jobs: number): readonly [RunRecord, ...RunRecord[]] | undefined {
  const [newest, ...older] = history.filter(
    (record) =>
      record.environment === 'rehearsal' &&
      record.jobs === jobs &&
      record.outcome === 'verified' &&
      record.steps.length > 0,
  );
  if (!newest) return undefined;
  const same = older.filter(({ planHash }) => planHash === newest.planHash);
  return [newest, ...same.slice(0, rehearsalsLookedAt - 1)];
}

/** How far the newest estimate was off that a whole run has followed. */
export function lastAccuracy(
  history: History,
): { readonly runId: string; readonly at: string; readonly estimated: number; readonly actual: number } | undefined {
  const record = history.find((each) => each.estimate !== undefined && isMeasure(each));
  if (!record?.estimate) return undefined;
  return { runId: record.runId, at: record.finishedAt, estimated: record.estimate.seconds, actual: record.seconds };
}
