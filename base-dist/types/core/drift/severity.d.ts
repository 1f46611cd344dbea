import type { FactChange } from './equal.ts';
import type { Item } from './model.ts';
/**
 * - `breaking`: code that fits one side fails on the other, or rows become visible that should not be;
 * - `risky`: both may run, but not the same: a rule, a default, a right;
 * - `harmless`: speed, names that no code uses, remarks.
 */
export declare const severities: readonly ['breaking', 'risky', 'harmless'];
export type Severity = (typeof severities)[number];
/** A change of a column's type in which every value of the one is a value of the other is still felt by typed clients. */
export declare function severityOf(change: 'left-only' | 'right-only' | 'differs' | 'renamed', item: Item, changes: readonly FactChange[], guessed: boolean): Severity;
/** The worst of several; `otherwise` for none. */
export declare function worst(found: readonly Severity[], otherwise: Severity): Severity;
/** Whether a difference of this severity is let pass by `--allow`. */
export declare function isAllowed(severity: Severity, allowed: 'harmless' | 'risky' | undefined): boolean;
