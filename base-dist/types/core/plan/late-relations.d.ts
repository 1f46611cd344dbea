import type { DumpEntry } from './entries.ts';
/**
 * Tells which entries of a dump's second section make relations, or what these rest on. Views that rest on a primary key
 * (GROUP BY id) or on each other in a circle, and what rests on these, come behind the keys in the dump: materialised
 * views and functions as they are, views as a rule. Their order in the dump is one that works.
 */
export declare function lateRelationTest(entries: readonly DumpEntry[]): (entry: DumpEntry) => boolean;
