import type { Phase } from '../events.ts';
import type { Step } from '../plan/types.ts';
import { StepQueue } from '../step-queue.ts';

/** What steps cost, in seconds. */
export interface StepCosts {
  /** The step's own work while nothing else runs. */
  seconds(step: Step): number;
  /** How many times as long the step takes while all jobs are at work: they share disks, cores and the line. */
  slowdown(step: Step): number;
  /** Steps with one word here share what the word stands for: two at once take twice as long each. */
  lane?(step: Step): string | undefined;
  /** What a transaction costs beside the work of its steps. */
  readonly transaction: number;
  /** What this program itself does for each step: one thread, for all jobs together. */
  readonly step?: number;
  /** The number of jobs that the slowdown was measured with. */
  readonly measuredJobs: number;
}

export interface Schedule {
  /** From the first step to the end of the last one. */
  readonly seconds: number;
  /** When each phase begins and ends, in seconds from the first step. */
  readonly phases: readonly { readonly phase: Phase; readonly from: number; readonly to: number }[];
  /** Time that jobs spend on each table, by key. */
  readonly tables: ReadonlyMap<string, number>;
  /** The same of each bucket of Storage. */
  readonly buckets: ReadonlyMap<string, number>;
}

interface Job {
  readonly batch: readonly Step[];
  readonly begun: number;
  readonly slowdown: number;
  readonly lane: string | undefined;
  /** Seconds of work, as they are while nothing else runs. */
  left: number;
}

/**
 * Lays the steps out on the jobs as the scheduler would run them: the same queue decides what goes next and with what in
 * one transaction. Jobs slow each other down, so a job's speed changes whenever another begins or ends. Pure; steps come
 * in an order in which each stands behind what it needs. `cores` are the target's, where it tells them.
 */
export function simulate(steps: readonly Step[], jobs: number, costs: StepCosts, cores?: number): Schedule {
  const queue = new StepQueue(steps, new Set(), jobs, cores);
  const phases = new Map<Phase, { from: number; to: number }>();
  const tables = new Map<string, number>();
  const buckets = new Map<string, number>();
  const running: Job[] = [];
  let now = 0;
  for (;;) {
    while (running.length < jobs) {
      const batch = queue.take(running.length);
      if (!batch) break;
      running.push(jobOf(batch, now, costs));
    }
    if (running.length === 0) break;
    const speeds = running.map((job) => speedOf(job, running, costs.measuredJobs));
    const waits = running.map((job, index) => job.left / (speeds[index] ?? 1));
    const wait = Math.min(...waits);
    const next = waits.indexOf(wait);
    now += wait;
    for (const [index, job] of running.entries()) job.left -= wait * (speeds[index] ?? 1);
    const [ended] = running.splice(next, 1);
    if (!ended) break;
    tally(ended, now, { phases, tables, buckets });
    for (const step of ended.batch) queue.finish(step);
    queue.release(ended.batch);
  }
  return {
    seconds: now,
    phases: [...phases].map(([phase, { from, to }]) => ({ phase, from, to })),
    tables,
    buckets,
  };
}

function jobOf(batch: readonly Step[], now: number, costs: StepCosts): Job {
  const alone = batch.map((step) => costs.seconds(step));
  const own = batch.filter(({ kind }) => kind !== 'barrier').length * (costs.step ?? 0);
  const work = sum(alone) + own;
  const slowed = sum(batch.map((step, index) => (alone[index] ?? 0) * costs.slowdown(step))) + own * costs.measuredJobs;
  const [first] = batch;
  return {
    batch,
    begun: now,
    slowdown: work > 0 ? Math.max(1, slowed / work) : 1,
    lane: first && costs.lane?.(first),
    left: work + costs.transaction,
  };
}

/** Each further job costs the others the same again: the slowdown was measured with all of them at work. */
function speedOf(job: Job, running: readonly Job[], jobs: number): number {
  const shared = job.lane === undefined ? 1 : running.filter(({ lane }) => lane === job.lane).length;
  const beside = jobs > 1 ? (running.length - 1) / (jobs - 1) : 0;
  return 1 / (shared * (1 + (job.slowdown - 1) * beside));
}

interface Tallies {
  readonly phases: Map<Phase, { from: number; to: number }>;
  readonly tables: Map<string, number>;
  readonly buckets: Map<string, number>;
}

function tally(job: Job, now: number, { phases, tables, buckets }: Tallies): void {
  const each = (now - job.begun) / job.batch.length;
  for (const { phase, table, bucket, kind } of job.batch) {
    if (kind === 'barrier') continue;
    phases.set(phase, { from: phases.get(phase)?.from ?? job.begun, to: now });
    if (table !== undefined) tables.set(table, (tables.get(table) ?? 0) + each);
    if (bucket !== undefined) buckets.set(bucket, (buckets.get(bucket) ?? 0) + each);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
