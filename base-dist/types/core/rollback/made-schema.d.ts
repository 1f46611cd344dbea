import type { LedgerStep } from '../ledger.ts';
/** The schema that a step made, and that its undo drops with all that is in it. */
export declare function madeSchema(step: Pick<LedgerStep, 'kind' | 'undo'>): string | undefined;
