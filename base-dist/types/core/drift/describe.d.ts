import type { FactChange } from './equal.ts';
import type { Difference } from './drift.ts';
import type { TruthName } from './model.ts';
/** `type: integer in source, bigint in target` */
export declare function describeChange({ fact, left, right }: FactChange, leftTruth: TruthName, rightTruth: TruthName): string;
/** One line: what is the matter, and with whom. */
export declare function describeDifference(difference: Difference): string;
/** Whose doing it is, where something tells. */
export declare function describeBlame({ changed }: Difference): string;
