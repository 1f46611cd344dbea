/** A node of a plan, as EXPLAIN (FORMAT JSON, VERBOSE) gives it, in what is read of it. */
export interface PlanNode {
    readonly 'Node Type': string;
    readonly Schema?: string;
    readonly 'Relation Name'?: string;
    readonly 'Index Name'?: string;
    readonly Plans?: readonly PlanNode[];
}
/** How a plan reads a table: through an index, or as a whole. */
export interface Scan {
    /** `schema.name` */
    readonly relation: string;
    /** Undefined for a sequential scan. */
    readonly index: string | undefined;
}
/** Every way in which a plan reads a table. Pure. */
export declare function scansOf(node: PlanNode): Scan[];
