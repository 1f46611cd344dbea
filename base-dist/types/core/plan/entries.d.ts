/** One object of a dump: what stands between two TOC comments of pg_dump's plain output. */
export interface DumpEntry {
    /** pg_dump's tag, with line ends turned into spaces: `orders`, `orders orders_pkey`, `TABLE orders`, `f(integer)`. */
    readonly name: string;
    /** `TABLE`, `FK CONSTRAINT`, `ACL`, … */
    readonly type: string;
    /** Undefined for what is in no schema. */
    readonly schema: string | undefined;
    /** Undefined in a dump without owners. */
    readonly owner: string | undefined;
    readonly tablespace?: string;
    /** `SET LOCAL …` to run in front of the statements, in one transaction with them; mostly there are none. */
    readonly settings: readonly string[];
    /** What defines the object, in order, each with its semicolon. Empty where pg_dump counts on initdb. */
    readonly statements: readonly string[];
    /** Settings and statements: all that must run, by itself. */
    readonly sql: string;
}
export interface IdentifiedEntry extends DumpEntry {
    readonly id: string;
}
export interface SplitDump {
    /** Statements in front of the first object, for every session that runs entries. */
    readonly settings: readonly string[];
    /** In pg_dump's order, which is one that works. */
    readonly entries: readonly DumpEntry[];
}
/**
 * Cuts pg_dump's plain output into its objects. Text that only looks like a TOC comment (in a function's body, a
 * string, a nested comment) cuts nothing. Linear in the text's length.
 */
export declare function splitDump(text: string): SplitDump;
/**
 * Statements of an entry between its settings and what undoes them: several entries may share one transaction, and one
 * that comes without settings counts on there being none.
 */
export declare function withSettings(entry: Pick<DumpEntry, 'settings'>, statements: readonly string[]): string[];
/** `table:public.orders`, `fk-constraint:public.orders orders_customer_fkey`, `acl:public.TABLE orders`. */
export declare function entryId(entry: Pick<DumpEntry, 'type' | 'schema' | 'name'>): string;
/**
 * Gives each entry an id that no other in the list has: a second entry of the same kind and name (default privileges of
 * two roles) gets a number. Ids are the same for the same list.
 */
export declare function identifyEntries(entries: readonly DumpEntry[]): IdentifiedEntry[];
/**
 * The statement that takes an entry back, for what is in no schema (the rest goes with its schema) and for what is put
 * on a table afterwards. Undefined for entries that go with another one (comments, grants, attached partitions) or that
 * replace something which was there before.
 */
export declare function dropStatement(entry: Pick<DumpEntry, 'type' | 'statements'>): string | undefined;
/**
 * A statement of the dump's settings as the target can run it, or undefined where the target has nothing of the kind.
 * `targetVersion` is a `server_version_num`. Definitions are never changed: pg_dump writes what the source has, and
 * a target that lacks it must say so.
 */
export declare function adaptForTarget(statement: string, targetVersion: number): string | undefined;
