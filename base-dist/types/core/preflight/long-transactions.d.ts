import type { Check } from './types.ts';
export declare const longTransactionsCheck: Check;
/** Transactions that have been open for longer than `seconds`: what they write later is not in the snapshot. */
export declare function longTransactions(seconds: number): Check;
