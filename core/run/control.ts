import type { Control, Emit } from '../events.ts';
import type { Scheduler } from '../scheduler.ts';

/** How long running steps may go on after a stop was asked for, in ms; then they are rolled back. */
const stopGraceMs = 10_000;

/** The operator's hand on a running command: pause, proceed, stop. Remembers what was asked before there was a run. */
export class RunControl {
  readonly #emit: Emit;
  readonly #stopListeners = new Set<() => void>();
  #scheduler: Scheduler | undefined;
  #state: Control = 'idle';
  #stopping = false;
  #graceMs = stopGraceMs;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  begin(): void {
    this.#stopping = false;
    this.#set('running');
  }

  end(): void {
    this.#scheduler = undefined;
    this.#set(this.#stopping ? 'stopped' : 'idle');
  }

  attach(scheduler: Scheduler): void {
    this.#scheduler = scheduler;
    if (this.#state === 'pausing' || this.#state === 'paused') scheduler.pause();
    if (this.#stopping) void scheduler.stop(this.#graceMs);
  }

  /** Called with each finished step: the last one that was running makes a pause complete. */
  stepEnded(): void {
    if (this.#state === 'pausing' && (this.#scheduler?.active ?? 0) <= 1) this.#set('paused');
  }

  pause(): void {
    if (this.#state !== 'running') return;
    this.#scheduler?.pause();
    this.#set((this.#scheduler?.active ?? 0) > 0 ? 'pausing' : 'paused');
  }

  proceed(): void {
    if (this.#state !== 'pausing' && this.#state !== 'paused') return;
    this.#set('running');
    this.#scheduler?.proceed();
  }

  /** Runs `listener` when a stop is asked for; returns what takes it off again. */
  onStop(listener: () => void): () => void {
    this.#stopListeners.add(listener);
    return () => this.#stopListeners.delete(listener);
  }

  /** Stops at a safe point: steps that run on for longer than `graceMs` are rolled back. */
  async stop(graceMs = stopGraceMs): Promise<void> {
    if (this.#stopping || this.#state === 'idle' || this.#state === 'stopped') return;
    this.#stopping = true;
    this.#graceMs = graceMs;
    this.#set('stopping');
    for (const listener of [...this.#stopListeners]) listener();
    await this.#scheduler?.stop(graceMs);
  }

  #set(state: Control): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#emit({ type: 'control.changed', control: state });
  }
}
