import type { Inventory } from '../inventory/types.ts';
import type { LedgerRun, LedgerStep } from '../ledger.ts';
import type { Session } from '../postgres/session.ts';
import type { ComparedTable } from '../verify/compared.ts';
/** A table whose rows are compared, and what of it decides how they go back. */
export interface ReconciledTable {
    readonly key: string;
    readonly compared: ComparedTable;
    /** Columns that tell rows apart; undefined where none do. */
    readonly keyColumns: readonly string[] | undefined;
    /** Longest chain of foreign keys below it on the source. */
    readonly level: number;
    readonly bytes: number;
    readonly estimatedRows: number;
    /** Columns GENERATED ALWAYS AS IDENTITY: they take no other value while they are. */
    readonly identities: readonly string[];
    /** Quoted names of the schemas that the key's types are in, where these are no types of PostgreSQL's own. */
    readonly operatorSchemas: readonly string[];
    /** Definitions of what forbids two rows to have the same in columns other than the key. */
    readonly exclusive: readonly string[];
}
/** What cannot be compared, and why: what was written there would be lost. */
export interface NotCompared {
    readonly name: string;
    readonly reason: string;
}
export interface Chosen {
    readonly tables: readonly ReconciledTable[];
    readonly notCompared: readonly NotCompared[];
}
/** The tables that the run moved, as far as the target still has them. Throws CutoverError. */
export declare function chooseTables(target: Session, source: Inventory, run: LedgerRun, steps: readonly LedgerStep[]): Promise<Chosen>;
