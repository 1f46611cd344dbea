import type { History } from '../core/index.ts';
/** Estimate against actual time, drawn to one scale, newest first; for logs and terminals of 80 columns. */
export declare function historyLines(history: History): string[];
