/** One arrow of a dependency graph: `from` needs `to`. */
export interface Dependency {
    readonly from: string;
    readonly to: string;
}
export interface Levels {
    /** Longest chain of dependencies below each node; the nodes of one cycle share a level. */
    readonly levels: ReadonlyMap<string, number>;
    /** Groups of two and more nodes that need each other in a circle, each sorted by name. */
    readonly cycles: readonly (readonly string[])[];
    /** Every node after all that it needs; the nodes of one cycle follow each other. */
    readonly order: readonly string[];
}
/**
 * Levels of a graph by its strongly connected components (Tarjan, 1972), without recursion: a chain of partitions or
 * foreign keys may be as long as it likes. Arrows to nodes that are not in `nodes`, and from a node to itself, are left
 * out. Nodes are visited in the order given, so equal graphs give equal answers.
 */
export declare function dependencyLevels(nodes: readonly string[], dependencies: readonly Dependency[]): Levels;
