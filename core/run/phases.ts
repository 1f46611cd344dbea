import { performance } from 'node:perf_hooks';
import type { Emit, Phase } from '../events.ts';
import type { Step } from '../plan/types.ts';

/** Says when a phase begins and ends. Phases overlap: indexes are built while other tables are still copied. */
export class PhaseTracker {
  readonly #emit: Emit;
  readonly #left = new Map<Phase, number>();
  readonly #begun = new Map<Phase, number>();

  constructor(emit: Emit, steps: readonly Step[], done: ReadonlySet<string>) {
    this.#emit = emit;
    for (const step of steps) {
      if (done.has(step.id) || step.kind === 'barrier') continue;
      this.#left.set(step.phase, (this.#left.get(step.phase) ?? 0) + 1);
    }
  }

  started(step: Step): void {
    if (this.#begun.has(step.phase)) return;
    this.#begun.set(step.phase, performance.now());
    this.#emit({ type: 'phase.started', phase: step.phase });
  }

  finished(step: Step): void {
    const left = (this.#left.get(step.phase) ?? 0) - 1;
    this.#left.set(step.phase, left);
    const begun = this.#begun.get(step.phase);
    if (left > 0 || begun === undefined) return;
    this.#emit({ type: 'phase.finished', phase: step.phase, seconds: (performance.now() - begun) / 1000 });
  }
}
