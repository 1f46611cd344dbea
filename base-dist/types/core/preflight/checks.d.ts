import type { Check } from './types.ts';
/** Every check, in the order in which an operator reads them: connections, then what stops a run, then the rest. */
export declare const allChecks: readonly Check[];
