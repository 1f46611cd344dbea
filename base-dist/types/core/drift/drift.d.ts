import { type PairDifference } from './compare.ts';
import { type DriftKind, type SchemaModel, type TruthName } from './model.ts';
import { type Severity } from './severity.ts';
/** What one source of truth says about a thing. */
export type Stand = 'has' | 'lacks' | 'silent';
/** One thing about which the sources of truth do not agree. Plain data. */
export interface Difference {
    readonly id: string;
    readonly kind: DriftKind;
    readonly name: string;
    readonly severity: Severity;
    /** By source of truth, in the order of comparison. */
    readonly stands: readonly {
        readonly truth: TruthName;
        readonly stand: Stand;
    }[];
    /** Whose doing it seems to be, and by what evidence; undefined where nothing tells. */
    readonly changed: {
        readonly truth: TruthName;
        readonly why: string;
    } | undefined;
    /** Between the two that show it best. */
    readonly pair: PairDifference & {
        readonly leftTruth: TruthName;
        readonly rightTruth: TruthName;
    };
}
/** A source of truth, as it is shown. */
export interface Truth {
    readonly truth: TruthName;
    readonly label: string;
    readonly hash: string;
    readonly objects: number;
    readonly notes: readonly string[];
}
export interface Drift {
    readonly truths: readonly Truth[];
    /** The worst first, then by kind and name. */
    readonly differences: readonly Difference[];
    /** Things that only some of them have words for, by kind. */
    readonly notCompared: readonly {
        readonly truth: TruthName;
        readonly kinds: readonly {
            readonly kind: DriftKind;
            readonly count: number;
        }[];
    }[];
    readonly worst: Severity | undefined;
}
/** Compares every source of truth with every other one. Pure. */
export declare function findDrift(models: readonly SchemaModel[]): Drift;
