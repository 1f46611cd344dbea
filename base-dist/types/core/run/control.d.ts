import type { Emit } from '../events.ts';
import type { Scheduler } from '../scheduler.ts';
/** The operator's hand on a running command: pause, proceed, stop. Remembers what was asked before there was a run. */
export declare class RunControl {
    #private;
    constructor(emit: Emit);
    get stopping(): boolean;
    begin(): void;
    end(): void;
    attach(scheduler: Scheduler): void;
    /** Called with each finished step: the last one that was running makes a pause complete. */
    stepEnded(): void;
    pause(): void;
    proceed(): void;
    /** Runs `listener` when a stop is asked for; returns what takes it off again. */
    onStop(listener: () => void): () => void;
    /** Stops at a safe point: steps that run on for longer than `graceMs` are rolled back. */
    stop(graceMs?: number): Promise<void>;
}
