import { performance } from 'node:perf_hooks';
import type { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import type { Step } from '../plan/types.ts';
import type { StepRunner } from '../scheduler.ts';
import { runAnalyze } from '../steps/analyze.ts';
import type { StepCall, StepContext, StepOutcome } from '../steps/context.ts';
import { runCopy } from '../steps/copy.ts';
import { runSequence } from '../steps/sequence.ts';
import { runSql } from '../steps/sql.ts';
import { verifySchema, verifySequences, verifySource, verifyTable } from '../steps/verify.ts';
import type { PhaseTracker } from './phases.ts';

/** Progress of one step is told at most this often, in ms. */
const progressIntervalMs = 100;

/** Does steps by the type of their action, and tells what happens. */
export class StepExecutor implements StepRunner {
  readonly #context: StepContext;
  readonly #emit: Emit;
  readonly #phases: PhaseTracker;
  readonly #recordFailure: (step: Step, error: CutoverError, attempt: number, startedAt: string) => void;
  readonly #begun = new Map<string, { at: number; iso: string }>();
  readonly #outcomes = new Map<string, StepOutcome>();

  constructor(request: {
    readonly context: StepContext;
    readonly phases: PhaseTracker;
    readonly recordFailure: (step: Step, error: CutoverError, attempt: number, startedAt: string) => void;
  }) {
    this.#context = request.context;
    this.#emit = request.context.emit;
    this.#phases = request.phases;
    this.#recordFailure = request.recordFailure;
  }

  async execute(step: Step, attempt: number, signal: AbortSignal): Promise<void> {
    const call: StepCall = {
      step,
      attempt,
      startedAt: this.#begun.get(step.id)?.iso ?? new Date().toISOString(),
      signal,
      progress: this.#progressOf(step),
    };
    this.#outcomes.set(step.id, await this.#perform(step, call));
  }

  started(step: Step): void {
    this.#begun.set(step.id, { at: performance.now(), iso: new Date().toISOString() });
    if (step.kind === 'barrier') return;
    this.#phases.started(step);
    this.#emit({ type: 'step.started', id: step.id, kind: step.kind, label: step.label, weight: step.weight });
  }

  finished(step: Step): void {
    const { rows, bytes } = this.#outcomes.get(step.id) ?? { rows: 0, bytes: 0 };
    const seconds = (performance.now() - (this.#begun.get(step.id)?.at ?? 0)) / 1000;
    this.#outcomes.delete(step.id);
    this.#begun.delete(step.id);
    if (step.kind === 'barrier') return;
    this.#emit({ type: 'step.finished', id: step.id, rows, bytes, seconds });
    this.#phases.finished(step);
  }

  failed(step: Step, error: CutoverError, attempt: number, willRetry: boolean): void {
    const { code, message, hint } = error;
    this.#emit({ type: 'step.failed', id: step.id, code, message, hint, attempt, willRetry });
    if (!willRetry) {
      this.#recordFailure(step, error, attempt, this.#begun.get(step.id)?.iso ?? new Date().toISOString());
    }
  }

  async #perform(step: Step, call: StepCall): Promise<StepOutcome> {
    const { action } = step;
    switch (action.type) {
      case 'sql':
        return await runSql(this.#context, call, action.statements);
      case 'copy':
        return await runCopy(this.#context, call, action);
      case 'sequence':
        return await runSequence(this.#context, call, action);
      case 'analyze':
        return await runAnalyze(this.#context, call, action);
      case 'verify-table':
        return await verifyTable(this.#context, call, action);
      case 'verify-schema':
        return await verifySchema(this.#context, call);
      case 'verify-sequences':
        return await verifySequences(this.#context, call);
      case 'verify-source':
        return await verifySource(this.#context, call);
    }
  }

  #progressOf(step: Step): (rows: number, bytes: number) => void {
    let told = performance.now();
    return (rows, bytes) => {
      const now = performance.now();
      if (now - told < progressIntervalMs) return;
      told = now;
      this.#emit({ type: 'step.progress', id: step.id, rows, bytes });
    };
  }
}
