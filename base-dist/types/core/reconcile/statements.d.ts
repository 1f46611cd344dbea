import type { Change } from './changes.ts';
import type { ReconciledTable } from './tables.ts';
/** SQL of one portion of changes: what leaves the table, and what comes into it afterwards. */
export interface Statements {
    readonly deletes: string;
    readonly writes: string;
}
/**
 * The statements that bring changes to the source. Values are literals without a type: each takes that of the column it
 * is for. An update that touches what must be unique becomes a delete and an insert, so that no row is in the way of
 * another, whatever they exchanged. Pure.
 */
export declare function statementsOf(table: ReconciledTable, changes: readonly Change[]): Statements;
/** Statements that make an ALWAYS identity take values, and that end it; none where no update touches one. Pure. */
export declare function identityStatements(table: ReconciledTable, columns: ReadonlySet<string>): {
    readonly before: string;
    readonly after: string;
};
