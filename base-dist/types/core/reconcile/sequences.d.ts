import type { Sequence } from '../inventory/types.ts';
import type { Pair } from './ends.ts';
import type { NotCompared } from './tables.ts';
/** Where a sequence stands: numbers as text, since they may be beyond what a double holds. */
interface Standing {
    readonly lastValue: string;
    readonly isCalled: boolean;
}
/** A sequence that the target has moved. */
export interface SequenceChange {
    readonly schema: string;
    readonly name: string;
    readonly source: Standing;
    readonly target: Standing;
}
/** Sequences that stand elsewhere than on the source. They obey no snapshot. Throws CutoverError. */
export declare function sequenceChanges({ source, target }: Pair, sequences: readonly Sequence[]): Promise<{
    readonly changes: readonly SequenceChange[];
    readonly notCompared: readonly NotCompared[];
}>;
export {};
