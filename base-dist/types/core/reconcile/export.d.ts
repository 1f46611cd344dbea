import { type TableText } from './files.ts';
import { type ScriptFacts, type TouchedTable } from './script.ts';
import type { SequenceChange } from './sequences.ts';
import type { NotCompared } from './tables.ts';
/** Whether the source's table still is the snapshot that the run moved. */
export interface SourceProof {
    readonly unchanged: boolean;
    /** How that is known, or why it is not. */
    readonly detail: string;
}
export interface ChangedTable extends TouchedTable {
    readonly text: TableText;
    readonly proof: SourceProof;
}
export interface Export {
    readonly facts: ScriptFacts;
    /** In any order. */
    readonly tables: readonly ChangedTable[];
    readonly sequences: readonly SequenceChange[];
    readonly notCompared: readonly NotCompared[];
}
/** Paths of what was written; undefined where there was nothing to write into it. */
export interface ExportedFiles {
    readonly json: string;
    readonly sql: string | undefined;
    /** Of tables that the source has changed itself since the run. */
    readonly unproven: string | undefined;
}
/**
 * Writes the export into its folder: `reconcile.sql`, `reconcile-unproven.sql`, `reconcile.ndjson` with one change a
 * line, and `reconcile.json` with what they come to. Statements come in an order that foreign keys allow: what goes,
 * children first; then what comes, parents first. Throws `step.failed`.
 */
export declare function writeExport(folder: string, { facts, tables, sequences, notCompared }: Export): Promise<ExportedFiles>;
