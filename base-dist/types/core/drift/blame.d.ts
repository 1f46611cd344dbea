import type { PairDifference } from './compare.ts';
import type { SchemaModel, TruthName } from './model.ts';
interface Changer {
    readonly truth: TruthName;
    readonly why: string;
}
/**
 * Of two that alone can speak of a thing, the one that seems to have moved: by the database's own list of migrations
 * where there is one, and because a snapshot stays as it is. Undefined where nothing tells. Pure.
 */
export declare function changerOf(pair: PairDifference & {
    readonly leftTruth: TruthName;
    readonly rightTruth: TruthName;
}, models: readonly SchemaModel[]): Changer | undefined;
export {};
