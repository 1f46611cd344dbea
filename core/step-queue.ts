import { remainingPaths } from './plan/paths.ts';
import type { Step } from './plan/types.ts';
import { ReadySteps } from './ready-steps.ts';

/** Steps in one transaction: each takes locks, and a server has room for some thousands. */
const largestBatch = 100;
/** Bytes in one transaction: what is lost when it fails, and how coarse progress may be. */
const heaviestBatch = 16 * 1024 ** 2;

/**
 * Which steps may start, and which of them goes first: what they need is done, and nobody holds their table in a way that
 * PostgreSQL would make them wait for. Of several, the one with the longest path behind it. Plain bookkeeping without a
 * clock: the scheduler runs what it gives, and the estimate lays the same steps out without running them.
 */
export class StepQueue {
  readonly #jobs: number;
  readonly #definers: number;
  /** Batches of definitions that are at work. */
  #defining = 0;
  readonly #waiting = new Map<string, Step>();
  readonly #missing = new Map<string, number>();
  readonly #dependents = new Map<string, Step[]>();
  readonly #ready = new ReadySteps();
  readonly #path: ReadonlyMap<string, number>;
  readonly #holds = new Map<string, { shared: number; exclusive: boolean; verifying: number }>();
  /** Steps that are ready and want tables for themselves, and by how many each table is wanted. */
  readonly #wanting = new Set<string>();
  readonly #wanted = new Map<string, number>();
  /** Every step that has been taken and not been released. */
  readonly #held = new Set<string>();
  /** Tolerated steps that failed, and those that need one of them. */
  readonly #givenUp = new Set<string>();

  /**
   * Steps come in an order in which each stands behind what it needs; `done` are ids. `definers` says how many batches
   * of definitions may be at work at once.
   */
  constructor(steps: readonly Step[], done: ReadonlySet<string>, jobs: number, definers = jobs) {
    this.#jobs = jobs;
    this.#definers = Math.min(jobs, definers);
    this.#path = remainingPaths(steps, done, jobs);
    for (const step of steps) {
      if (done.has(step.id)) continue;
      this.#waiting.set(step.id, step);
      const missing = [...new Set([...step.needs, ...(step.after ?? [])])].filter((id) => !done.has(id));
      this.#missing.set(step.id, missing.length);
      for (const id of missing) {
        const dependents = this.#dependents.get(id);
        if (dependents) dependents.push(step);
        else this.#dependents.set(id, [step]);
      }
      if (missing.length === 0) this.#offer(step);
    }
  }

  /** Steps that are not done: those that are at work among them. */
  get waiting(): readonly Step[] {
    return [...this.#waiting.values()];
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /**
   * The steps of one transaction that go next while `running` jobs are at work: their tables are held until `release`.
   * Undefined where nothing may start.
   */
  take(running: number): readonly Step[] | undefined {
    const full = this.#defining >= this.#definers;
    const step = this.#ready.next((each) => !(full && isDefinition(each)) && this.#mayHold(each));
    if (!step) return undefined;
    const defines = isDefinition(step);
    const free = this.#jobs - running;
    const batch = this.#gather(step, defines ? Math.min(free, this.#definers - this.#defining) : free);
    if (defines) this.#defining += 1;
    for (const each of batch) this.#hold(each);
    return batch;
  }

  /** The step is done: what needs nothing else may start. */
  finish(step: Step): void {
    this.#waiting.delete(step.id);
    for (const dependent of this.#dependents.get(step.id) ?? []) this.#free(dependent);
  }

  /** The steps are no longer at work, done or not. */
  release(batch: readonly Step[]): void {
    if (batch[0] && isDefinition(batch[0])) this.#defining -= 1;
    for (const step of batch) this.#release(step);
  }

  /** True where a step that was taken in a batch cannot go by itself: what it waits for is not done. */
  waits(step: Step): boolean {
    return (
      step.needs.some((id) => this.#waiting.has(id)) ||
      (step.after ?? []).some((id) => this.#waiting.has(id) && !this.#givenUp.has(id))
    );
  }

  /** A tolerated step failed: what needs it is given up, step by step, and what comes after any of these goes on. */
  giveUp(failed: Step): void {
    if (this.#givenUp.has(failed.id)) return;
    const givenUp = new Set([failed.id]);
    // The set grows while it is walked.
    for (const id of givenUp) {
      for (const dependent of this.#dependents.get(id) ?? []) {
        if (dependent.needs.includes(id)) {
          if (!this.#givenUp.has(dependent.id)) givenUp.add(dependent.id);
        } else this.#free(dependent);
      }
      this.#givenUp.add(id);
    }
  }

  #offer(step: Step): void {
    this.#ready.add(step, this.#path.get(step.id) ?? 0);
    const tables = exclusive(step);
    if (tables.length === 0) return;
    this.#wanting.add(step.id);
    for (const table of tables) this.#wanted.set(table, (this.#wanted.get(table) ?? 0) + 1);
  }

  /** One of those that a step waited for has come to its end. */
  #free(step: Step): void {
    const missing = (this.#missing.get(step.id) ?? 1) - 1;
    this.#missing.set(step.id, missing);
    // A dependent in the same batch is at work already.
    if (missing === 0 && !this.#held.has(step.id)) this.#offer(step);
  }

  /**
   * The step, with others of its batch kind that may run now, and with those that wait for nothing but the batch: one
   * transaction is one round trip, however many tables it fills. `free` jobs, this one among them, share what is ready.
   */
  #gather(first: Step, free: number): Step[] {
    const batch = [first];
    if (first.batch === undefined) return batch;
    const alike = this.#ready.countOf(first.batch) + 1;
    const share = Math.ceil(alike / free);
    let weight = first.weight;
    const joins = (step: Step): boolean =>
      step.batch === first.batch &&
      batch.length < largestBatch &&
      weight + step.weight <= heaviestBatch &&
      this.#mayHold(step);
    this.#ready.alike(first.batch, share - 1, (step) => {
      if (!joins(step)) return false;
      batch.push(step);
      weight += step.weight;
      return true;
    });
    const open = new Map<string, number>();
    // The batch grows while it is walked: a chain joins link by link.
    for (const step of batch) {
      for (const dependent of this.#dependents.get(step.id) ?? []) {
        const missing = (open.get(dependent.id) ?? this.#missing.get(dependent.id) ?? 0) - 1;
        open.set(dependent.id, missing);
        if (missing > 0 || !joins(dependent)) continue;
        batch.push(dependent);
        weight += dependent.weight;
      }
    }
    return batch;
  }

  #mayHold(step: Step): boolean {
    return (step.holds ?? []).every(({ table, mode, atMost = Number.POSITIVE_INFINITY }) => {
      const held = this.#holds.get(table);
      if (!held) return true;
      // One part of a verification after the other could keep a key from being attached until there are no more.
      const yields = step.kind === 'verify' && held.shared === held.verifying && this.#isWanted(table);
      return !held.exclusive && !yields && held.shared < (mode === 'shared' ? atMost : 1);
    });
  }

  #isWanted(table: string): boolean {
    return (this.#wanted.get(table) ?? 0) > 0;
  }

  #hold(step: Step): void {
    this.#held.add(step.id);
    for (const { table, mode } of step.holds ?? []) {
      const held = this.#holds.get(table) ?? { shared: 0, exclusive: false, verifying: 0 };
      if (mode === 'exclusive') held.exclusive = true;
      else held.shared += 1;
      if (step.kind === 'verify') held.verifying += 1;
      this.#holds.set(table, held);
    }
    if (!this.#wanting.delete(step.id)) return;
    for (const table of exclusive(step)) this.#wanted.set(table, (this.#wanted.get(table) ?? 1) - 1);
  }

  #release(step: Step): void {
    this.#held.delete(step.id);
    for (const { table, mode } of step.holds ?? []) {
      const held = this.#holds.get(table);
      if (!held) continue;
      if (mode === 'exclusive') held.exclusive = false;
      else held.shared -= 1;
      if (step.kind === 'verify') held.verifying -= 1;
      if (!held.exclusive && held.shared === 0) this.#holds.delete(table);
    }
  }
}

function exclusive({ holds = [] }: Step): readonly string[] {
  return holds.filter(({ mode }) => mode === 'exclusive').map(({ table }) => table);
}

/** Objects of the schema that share a transaction: work in the catalogs, whose pages are the same for all sessions. */
function isDefinition({ phase, batch }: Step): boolean {
  return phase === 'schema' && batch === 'sql';
}
