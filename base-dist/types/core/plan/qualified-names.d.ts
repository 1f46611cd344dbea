import type { DumpEntry } from './entries.ts';
/** Source of a regular expression for `schema.name` as pg_dump writes it, quoted or not. */
export declare const qualifiedPattern: string;
/** `"a"."b"` or `a.b` as pg_dump writes it, to the key that the inventory uses. */
export declare function keyOf(name: string): string;
/**
 * Keys of the tables that a rule, trigger, policy, statistics object, comment or publication locks, in a way in which ANALYZE or a reader
 * of several tables would wait for it. A name that only looks like one costs a moment's wait, and nothing else.
 */
export declare function lockedTables(entry: Pick<DumpEntry, 'statements'>, tables: {
    has(key: string): boolean;
}): string[];
