import type { Capacity } from '../plan/capacity.ts';
import type { Step } from '../plan/types.ts';

/** What one build gets: `maintenance_work_mem` in megabytes, and parallel workers beside its own backend. */
export interface BuildGrant {
  readonly memoryMb: number;
  readonly workers: number;
}

/** Part of the memory for caching that sorts may take from it. */
const cacheShare = 4;
/** A single build profits little from more, in megabytes. [pgcopydb's default for each] */
const mostMemoryMb = 1024;
/** A run of a sort that is no larger than this is put in order within the processor's caches. [docs/decisions/0046] */
const cachedSortMb = 16;
/** What the merge of runs reads of each at a time, and the head of its tape, in megabytes. [tuplesort.c, MERGE_BUFFER_SIZE] */
const mergedRunMb = 272 / 1024;
/** A merge puts no more runs together, whatever its memory. [tuplesort.c, MAXORDER] */
const mostMergedRuns = 500;
/** A build takes no worker that would have less than this, in megabytes. [planner.c, plan_create_index_workers] */
const workerMemoryMb = 32;

/**
 * Divides the target's idle cores and the memory for sorts among the steps that build indexes or validate keys. What
 * has been given is kept until the step ends; a step that starts gets its part of what is left. Plain bookkeeping: what
 * starts is told by the scheduler, and what the server has is read once.
 */
export class BuildBudget {
  readonly #capacity: Capacity;
  readonly #jobs: number;
  readonly #memoryMb: number;
  /** Builds that have not started. */
  readonly #waiting: Set<string>;
  /** Builds that have started and have not been given anything yet. */
  readonly #asking = new Set<string>();
  readonly #given = new Map<string, BuildGrant>();

  constructor(capacity: Capacity, jobs: number, left: readonly Step[]) {
    this.#capacity = capacity;
    this.#jobs = jobs;
    this.#memoryMb = Math.floor(capacity.cacheMb / cacheShare);
    this.#waiting = new Set(left.filter(isBuild).map((step) => step.id));
  }

  started(step: Step): void {
    if (this.#waiting.delete(step.id)) this.#asking.add(step.id);
  }

  ended(step: Step): void {
    this.#asking.delete(step.id);
    this.#given.delete(step.id);
  }

  /** What a step may use while so many jobs are at work, itself included; undefined for one that builds nothing large. */
  grant(step: Step, active: number): BuildGrant | undefined {
    if (!isBuild(step)) return undefined;
    // A step that is tried again asks again.
    this.#given.delete(step.id);
    this.#asking.add(step.id);
    const workers = this.#workers(step, active);
    const grant = { memoryMb: Math.min(this.#share(), this.#wanted(step, workers)), workers };
    this.#asking.delete(step.id);
    this.#given.set(step.id, grant);
    return grant;
  }

  /** A share for each build that may come to run beside this one; never less than the server gives by itself. */
  #share(): number {
    const left = this.#memoryMb - sum([...this.#given.values()].map(({ memoryMb }) => memoryMb));
    const toCome = Math.min(this.#asking.size + this.#waiting.size, this.#jobs - this.#given.size);
    return Math.max(this.#capacity.maintenanceMb, Math.min(Math.floor(left / Math.max(1, toCome)), mostMemoryMb));
  }

  /**
   * Megabytes with which a build is fastest. A sort is fastest in runs that the processor's caches hold, as long as one
   * merge puts all of them together; each process sorts and merges a part of its own. Anything else, a GIN index or the
   * join of a foreign key, is fastest with all that it works on in memory; and so is a sort whose runs may not be written.
   */
  #wanted({ sorts, weight }: Step, workers: number): number {
    const { temporaryMb = Number.POSITIVE_INFINITY } = this.#capacity;
    const sortedMb = (sorts ?? 0) / 1024 ** 2;
    if (sorts === undefined || sortedMb > temporaryMb) return Math.ceil(weight / 1024 ** 2);
    const processes = workers + 1;
    const part = sortedMb / processes;
    const least = workers > 0 ? workerMemoryMb : cachedSortMb;
    return Math.ceil(Math.max(least, Math.sqrt(part * mergedRunMb), part / mostMergedRuns) * processes);
  }

  /**
   * Cores that no job uses, shared by the builds that start now. Where the server does not tell its cores, they are
   * taken to be as many as jobs, and a build gets no more workers than the server's own setting allows.
   */
  #workers(step: Step, active: number): number {
    // Only the build of an index has work for more than one process.
    if (step.kind === 'validate') return 0;
    const { cores, maintenanceWorkers, parallelWorkers } = this.#capacity;
    const taken = sum([...this.#given.values()].map(({ workers }) => workers));
    const idle = Math.min((cores ?? this.#jobs) - active, parallelWorkers) - taken;
    const share = Math.floor(idle / this.#asking.size);
    return Math.max(0, Math.min(share, cores === undefined ? maintenanceWorkers : parallelWorkers));
  }
}

/** Steps of a batch build nothing that is worth more than the server's own settings. */
function isBuild(step: Step): boolean {
  return step.batch === undefined && (step.kind === 'index' || step.kind === 'constraint' || step.kind === 'validate');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
