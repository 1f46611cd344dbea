import type { EngineEvent } from '../core/index.ts';
export interface CompletedTable {
    readonly table: string;
    /** Both as they stand in the target: what an earlier process copied is in them. */
    readonly rows: number;
    readonly bytes: number;
    /** Of what this process copied; 0 where no time passed. */
    readonly bytesPerSecond: number;
    /** From the first chunk's start to the last one's end. */
    readonly seconds: number;
}
/** Adds up the chunks of each table, so that a table is told of once, when its last chunk has landed. */
export interface TableTracker {
    see(event: EngineEvent): void;
    /** The table that this step, already seen, completed; undefined where it did not. */
    completedBy(event: Extract<EngineEvent, {
        type: 'step.finished';
    }>): CompletedTable | undefined;
    /** What the operator knows a step by; its id where nothing else is known. */
    labelOf(stepId: string): string;
}
export declare function createTableTracker(): TableTracker;
