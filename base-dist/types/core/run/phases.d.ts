import type { Emit } from '../events.ts';
import type { Step } from '../plan/types.ts';
/** Says when a phase begins and ends. Phases overlap: indexes are built while other tables are still copied. */
export declare class PhaseTracker {
    #private;
    constructor(emit: Emit, steps: readonly Step[], done: ReadonlySet<string>);
    started(step: Step): void;
    finished(step: Step): void;
}
