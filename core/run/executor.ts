import { performance } from 'node:perf_hooks';
import type { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import type { Step } from '../plan/types.ts';
import type { StepRunner } from '../scheduler.ts';
import { runAnalyze } from '../steps/analyze.ts';
import type { CallOptions, StepContext, StepOf, StepOutcome } from '../steps/context.ts';
import { runBackup } from '../steps/backup.ts';
import { runCopy } from '../steps/copy.ts';
import { runLargeObjects } from '../steps/large-objects.ts';
import { runPositions } from '../steps/positions.ts';
import { runServices } from '../steps/services.ts';
import { runSequences } from '../steps/sequence.ts';
import { runSql } from '../steps/sql.ts';
import { runStorageFiles } from '../steps/storage.ts';
import { runAside, runBuckets } from '../steps/storage-buckets.ts';
import { runManifest } from '../steps/storage-manifest.ts';
import { verifyFiles, verifyLeft, verifyStorage } from '../verify/storage.ts';
import { runStackMapping, runStackUsers } from '../steps/users.ts';
import {
  verifyForeignKeys,
  verifyLargeObjects,
  verifyPlans,
  verifySchema,
  verifySequences,
  verifySource,
} from '../steps/verify.ts';
import { verifyUsers } from '../steps/verify-auth.ts';
import { verifyParts, verifyTables } from '../steps/verify-tables.ts';
import { verifyStackUsers } from '../steps/verify-users.ts';
import type { PhaseTracker } from './phases.ts';

/** Progress of one step is told at most this often, in ms. */
const progressIntervalMs = 100;

interface ExecutorRequest {
  readonly context: StepContext;
  readonly phases: PhaseTracker;
  readonly recordFailure: (step: Step, error: CutoverError, attempt: number, startedAt: string) => void;
  /** Steps of these that the ledger has as done, with their rows and bytes. */
  readonly finishedSteps: (
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, { readonly rows: number; readonly bytes: number }>>;
}

interface Begun {
  /** Monotonic, in ms. */
  readonly at: number;
  /** ISO time, for the ledger. */
  readonly iso: string;
  attempt: number;
}

/** Does steps by the type of their action, and tells what happens. */
export class StepExecutor implements StepRunner {
  readonly #request: ExecutorRequest;
  readonly #emit: Emit;
  readonly #begun = new Map<string, Begun>();
  readonly #outcomes = new Map<string, { readonly rows: number; readonly bytes: number; readonly seconds: number }>();
  /** Steps whose connection was lost: the COMMIT may have reached the server, and its answer not us. */
  readonly #doubtful = new Set<string>();

  constructor(request: ExecutorRequest) {
    this.#request = request;
    this.#emit = request.context.emit;
  }

  /** When a step began, for its ledger row. */
  begun(step: Step): { readonly iso: string; readonly attempt: number } {
    return this.#begun.get(step.id) ?? { iso: new Date().toISOString(), attempt: 1 };
  }

  async execute(steps: readonly Step[], attempt: number, signal: AbortSignal): Promise<void> {
    const began = performance.now();
    for (const step of steps) {
      const begun = this.#begun.get(step.id);
      if (begun) begun.attempt = attempt;
    }
    const left = await this.#withoutFinished(steps);
    if (left.length === 0) return;
    try {
      const outcomes = await this.#perform(left, { signal, progress: this.#progressOf(left) });
      // A batch is one transaction: nobody knows the seconds of its steps, only their sum.
      const seconds = (performance.now() - began) / 1000 / left.length;
      for (const { step, rows, bytes } of outcomes) this.#outcomes.set(step.id, { rows, bytes, seconds });
    } catch (error) {
      if (isConnectionLost(error)) for (const step of left) this.#doubtful.add(step.id);
      throw error;
    }
  }

  started(step: Step): void {
    this.#begun.set(step.id, { at: performance.now(), iso: new Date().toISOString(), attempt: 1 });
    if (step.kind === 'barrier') return;
    this.#request.phases.started(step);
    this.#emit({ type: 'step.started', id: step.id, kind: step.kind, label: step.label, weight: step.weight });
  }

  finished(step: Step): void {
    const { rows, bytes, seconds } = this.#outcomes.get(step.id) ?? { rows: 0, bytes: 0, seconds: 0 };
    this.#outcomes.delete(step.id);
    this.#begun.delete(step.id);
    this.#doubtful.delete(step.id);
    if (step.kind === 'barrier') return;
    this.#emit({ type: 'step.finished', id: step.id, rows, bytes, seconds });
    this.#request.phases.finished(step);
  }

  failed(step: Step, error: CutoverError, attempt: number, willRetry: boolean): void {
    const { code, message, hint } = error;
    this.#emit({ type: 'step.failed', id: step.id, code, message, hint, attempt, willRetry });
    if (!willRetry) this.#request.recordFailure(step, error, attempt, this.begun(step).iso);
  }

  /** What was in doubt and is done needs no second time: a chunk's rows would be there twice. */
  async #withoutFinished(steps: readonly Step[]): Promise<readonly Step[]> {
    const doubtful = steps.filter((step) => this.#doubtful.has(step.id)).map((step) => step.id);
    if (doubtful.length === 0) return steps;
    const finished = await this.#request.finishedSteps(doubtful);
    for (const [id, { rows, bytes }] of finished) this.#outcomes.set(id, { rows, bytes, seconds: 0 });
    return steps.filter((step) => !finished.has(step.id));
  }

  async #perform(steps: readonly Step[], options: CallOptions): Promise<StepOutcome[]> {
    const { context } = this.#request;
    const [first] = steps;
    switch (first?.action.type) {
      case undefined:
        return [];
      case 'sql':
        return await runSql(context, withActions(steps, 'sql'));
      case 'copy':
        return await runCopy(context, withActions(steps, 'copy'), options);
      case 'backup':
        return await runBackup(context, withActions(steps, 'backup'), options);
      case 'large-objects':
        return await runLargeObjects(context, withActions(steps, 'large-objects'), options);
      case 'stack-users':
        return await runStackUsers(context, withActions(steps, 'stack-users'), options);
      case 'stack-mapping':
        return await runStackMapping(context, withActions(steps, 'stack-mapping'));
      case 'sequence':
        return await runSequences(context, withActions(steps, 'sequence'));
      case 'keep-positions':
        return await runPositions(context, withActions(steps, 'keep-positions'));
      case 'vault-secrets':
        return await runServices(context, withActions(steps, 'vault-secrets'));
      case 'cron-jobs':
        return await runServices(context, withActions(steps, 'cron-jobs'));
      case 'analyze':
        return await runAnalyze(context, withActions(steps, 'analyze'));
      case 'verify-table':
        return await verifyTables(context, withActions(steps, 'verify-table'));
      case 'verify-part':
        return await verifyParts(context, withActions(steps, 'verify-part'));
      case 'verify-schema':
        return await verifySchema(context, withActions(steps, 'verify-schema'));
      case 'verify-foreign-keys':
        return await verifyForeignKeys(context, withActions(steps, 'verify-foreign-keys'));
      case 'verify-large-objects':
        return await verifyLargeObjects(context, withActions(steps, 'verify-large-objects'));
      case 'verify-plans':
        return await verifyPlans(context, withActions(steps, 'verify-plans'));
      case 'verify-users':
        return await verifyUsers(context, withActions(steps, 'verify-users'));
      case 'verify-stack-users':
        return await verifyStackUsers(context, withActions(steps, 'verify-stack-users'), options);
      case 'verify-sequences':
        return await verifySequences(context, withActions(steps, 'verify-sequences'));
      case 'verify-source':
        return await verifySource(context, withActions(steps, 'verify-source'));
      case 'storage-bucket':
      case 'storage-rules':
        return await runBuckets(context, bucketActions(steps), options);
      case 'storage-aside':
        return await runAside(context, withActions(steps, 'storage-aside'), options);
      case 'storage-files':
        return await runStorageFiles(context, withActions(steps, 'storage-files'), options);
      case 'storage-manifest':
        return await runManifest(context, withActions(steps, 'storage-manifest'));
      case 'verify-files':
        return await verifyFiles(context, withActions(steps, 'verify-files'), options);
      case 'verify-storage':
        return await verifyStorage(context, withActions(steps, 'verify-storage'), options);
      case 'storage-left':
        return await verifyLeft(context, withActions(steps, 'storage-left'));
    }
  }

  #progressOf(steps: readonly Step[]): (rows: number, bytes: number) => void {
    const [step] = steps;
    if (!step || steps.length > 1) return () => undefined;
    let told = performance.now();
    return (rows, bytes) => {
      const now = performance.now();
      if (now - told < progressIntervalMs) return;
      told = now;
      this.#emit({ type: 'step.progress', id: step.id, rows, bytes });
    };
  }
}

/** Both have a bucket as their whole work. */
function bucketActions(steps: readonly Step[]) {
  return steps.flatMap(({ action, ...step }) =>
    action.type === 'storage-bucket' || action.type === 'storage-rules' ? [{ step: { ...step, action }, action }] : [],
  );
}

/** The steps of one batch have one type of action; one of another type would be a defect of the plan. */
function withActions<Type extends Step['action']['type']>(
  steps: readonly Step[],
  type: Type,
): StepOf<Extract<Step['action'], { type: Type }>>[] {
  return steps.map((step) => {
    if (!isAction(step.action, type)) throw new Error(`${step.id} is no step of type ${type}`);
    return { step, action: step.action };
  });
}

function isAction<Type extends Step['action']['type']>(
  action: Step['action'],
  type: Type,
): action is Extract<Step['action'], { type: Type }> {
  return action.type === type;
}

function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'connection.lost';
}
