import type { CutoverError } from '../errors.ts';
import type { Step } from '../plan/types.ts';
import type { StepRunner } from '../scheduler.ts';
import type { StepContext } from '../steps/context.ts';
import type { PhaseTracker } from './phases.ts';
interface ExecutorRequest {
    readonly context: StepContext;
    readonly phases: PhaseTracker;
    readonly recordFailure: (step: Step, error: CutoverError, attempt: number, startedAt: string) => void;
    /** Steps of these that the ledger has as done, with their rows and bytes. */
    readonly finishedSteps: (ids: readonly string[]) => Promise<ReadonlyMap<string, {
        readonly rows: number;
        readonly bytes: number;
    }>>;
}
/** Does steps by the type of their action, and tells what happens. */
export declare class StepExecutor implements StepRunner {
    #private;
    constructor(request: ExecutorRequest);
    /** When a step began, for its ledger row. */
    begun(step: Step): {
        readonly iso: string;
        readonly attempt: number;
    };
    execute(steps: readonly Step[], attempt: number, signal: AbortSignal): Promise<void>;
    started(step: Step): void;
    finished(step: Step): void;
    failed(step: Step, error: CutoverError, attempt: number, willRetry: boolean): void;
}
export {};
