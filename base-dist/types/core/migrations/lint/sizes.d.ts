import type { RuleContext, Severity } from './types.ts';
/** From here on a table is large: a scan under a lock is then felt. */
export declare const largeRows = 100000;
export declare const largeBytes: number;
/**
 * How much long work under a lock on this table matters; undefined where it does not: the table is made in the same
 * breath, or known to be small. Without a connection nobody knows, and that is said.
 */
export declare function weighTable({ fresh, catalog }: RuleContext, table: string): {
    readonly severity: Severity;
    readonly words: string;
} | undefined;
