import type { Document } from '../document.ts';
import type { MigrationFile } from '../folder.ts';
/** An `error` stops a pipeline, a `warning` asks for a look, a `note` tells what will happen. */
export type Severity = 'error' | 'warning' | 'note';
/** What a rule found in one file. */
export interface Hit {
    /** From 1; 1 where it is about the file as a whole. */
    readonly line: number;
    readonly severity: Severity;
    /** What was found, in one sentence without the rule's reason. */
    readonly message: string;
}
export interface Finding extends Hit {
    /** Below the migration folder. */
    readonly path: string;
    readonly rule: string;
    readonly reason: string;
    readonly safer: string;
    /** The reason with which the file sets the rule aside; such a finding is shown and does not count. */
    readonly allowed: string | undefined;
}
/** How large a table of the target is. */
export interface TableSize {
    /** Estimated by the server's statistics. */
    readonly rows: number;
    readonly bytes: number;
    readonly partitioned: boolean;
}
/** A column of the target, as the type of a change is judged by. */
export interface ColumnType {
    /** As `format_type` prints it: `character varying(20)`. */
    readonly type: string;
}
/** What is known of the target. */
export interface Catalog {
    /** By `schema.name`. */
    readonly tables: ReadonlyMap<string, TableSize>;
    /** By `schema.name.column`. */
    readonly columns: ReadonlyMap<string, ColumnType>;
}
export interface RuleContext {
    readonly file: MigrationFile;
    readonly document: Document;
    /** The way back; undefined where there is none. */
    readonly twin: Document | undefined;
    /** Tables that this file creates, or a file in front of it that is not applied either: they hold no rows. */
    readonly fresh: ReadonlySet<string>;
    /** Undefined without a connection. */
    readonly catalog: Catalog | undefined;
}
export interface Rule {
    /** Stable: files name it in `-- cutover:allow`. */
    readonly id: string;
    readonly title: string;
    /** Why it is a rule. */
    readonly reason: string;
    /** The form that does the same with less danger. */
    readonly safer: string;
    check(context: RuleContext): Iterable<Hit>;
}
