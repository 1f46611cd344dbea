import type { Drift } from './drift.ts';
import type { TruthName } from './model.ts';
/** Who is ahead of whom, in words, and what to do about it. */
export interface DriftVerdict {
    readonly standing: 'in-step' | 'prisma-ahead' | 'supabase-ahead' | 'out-of-step' | 'databases-differ';
    readonly text: string;
    readonly advice: readonly string[];
}
/** Pure. */
export declare function driftVerdict(drift: Drift): DriftVerdict;
/** In a sentence. */
export declare function wordFor(truth: TruthName): string;
