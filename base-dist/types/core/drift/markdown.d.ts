import type { Drift } from './drift.ts';
/** A summary for a pull request: GitHub's dialect. Pure. */
export declare function driftMarkdown(drift: Drift): string;
/** What some source of truth had no words for, and what there was to say about the readings. */
export declare function notComparedLines(drift: Drift): string[];
