import type { Session } from '../postgres/session.ts';
import type { TableKind } from './types.ts';
/** A table as `pg_class` knows it; columns, levels and index sizes are added from other readings. */
export interface TableRow {
    readonly oid: number;
    readonly schema: string;
    readonly name: string;
    readonly kind: TableKind;
    readonly owner: string;
    readonly persistence: 'permanent' | 'unlogged';
    readonly rowSecurity: boolean;
    readonly forceRowSecurity: boolean;
    readonly populated: boolean;
    readonly partitionKey: string | undefined;
    readonly bound: string | undefined;
    readonly extension: string | undefined;
    readonly where: string | undefined;
    readonly bytes: number;
    readonly pages: number;
    /** -1 where the table was never analysed. */
    readonly relTuples: number;
    readonly relPages: number;
}
/** Tables of the schemas with these oids, and the configuration tables of extensions (of those in `only`, where given). */
export declare function readTables(session: Session, schemas: readonly number[], extensions: {
    readonly only?: readonly string[];
    readonly except?: readonly string[];
}): Promise<TableRow[]>;
export interface Parent {
    readonly child: number;
    readonly schema: string;
    readonly name: string;
    readonly partition: boolean;
}
/** Inheritance parents of tables, in the order of their INHERITS clause; a partition has one. */
export declare function readParents(session: Session, tables: readonly number[]): Promise<Parent[]>;
/**
 * Rows of a table: the density at the last ANALYZE times its length now, as the planner does it; without statistics,
 * as many rows of `rowWidth` bytes as its pages can hold.
 */
export declare function estimateRows(table: Pick<TableRow, 'kind' | 'relTuples' | 'relPages' | 'pages'>, rowWidth: number): number;
