import type { CommandResult, EngineEvent, History, Plan, RunSummary } from '../core/index.ts';
import type { CommandName } from './commands/table.ts';
/** What a headless command shows itself through: log lines for people, or objects for programs. */
export interface Face {
    event(event: EngineEvent): void;
    /** One line of news that belongs to no engine, such as the set-up of the sample. */
    say(line: string): void;
    plan(plan: Plan): void;
    runs(runs: readonly RunSummary[]): void;
    /** What was estimated of runs, and what they took. */
    history(history: History): void;
    /** The end of the command; nothing is shown after it. */
    finish(command: CommandName, result: CommandResult): void;
    /** Resolves once everything has been handed over. */
    close(): Promise<void>;
}
