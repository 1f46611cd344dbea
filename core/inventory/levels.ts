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
export function dependencyLevels(nodes: readonly string[], dependencies: readonly Dependency[]): Levels {
  const needs = adjacency(nodes, dependencies);
  const levels = new Map<string, number>();
  const cycles: string[][] = [];
  const order: string[] = [];
  // Components come out of the search with all that they need before them.
  for (const component of components(nodes, needs)) {
    const members = new Set(component);
    let level = 0;
    for (const node of component) {
      for (const needed of needs.get(node) ?? []) {
        if (!members.has(needed)) level = Math.max(level, (levels.get(needed) ?? 0) + 1);
      }
    }
    component.sort();
    for (const node of component) levels.set(node, level);
    if (component.length > 1) cycles.push(component);
    order.push(...component);
  }
  return { levels, cycles, order };
}

function adjacency(nodes: readonly string[], dependencies: readonly Dependency[]): Map<string, Set<string>> {
  const needs = new Map(nodes.map((node) => [node, new Set<string>()]));
  for (const { from, to } of dependencies) {
    if (from !== to && needs.has(to)) needs.get(from)?.add(to);
  }
  return needs;
}

interface Visit {
  readonly node: string;
  readonly rest: Iterator<string>;
}

function* components(nodes: readonly string[], needs: ReadonlyMap<string, ReadonlySet<string>>): Generator<string[]> {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const visits: Visit[] = [];

  function enter(node: string): void {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    open.push(node);
    isOpen.add(node);
    visits.push({ node, rest: (needs.get(node) ?? new Set<string>()).values() });
  }
  function lower(node: string, to: number): void {
    low.set(node, Math.min(low.get(node) ?? to, to));
  }

  for (const root of nodes) {
    if (index.has(root)) continue;
    enter(root);
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const next = visit.rest.next();
      if (!next.done) {
        if (!index.has(next.value)) enter(next.value);
        else if (isOpen.has(next.value)) lower(visit.node, index.get(next.value) ?? 0);
        continue;
      }
      visits.pop();
      const parent = visits.at(-1);
      if (parent !== undefined) lower(parent.node, low.get(visit.node) ?? 0);
      if (low.get(visit.node) !== index.get(visit.node)) continue;
      const component = open.splice(open.lastIndexOf(visit.node));
      for (const node of component) isOpen.delete(node);
      yield component;
    }
  }
}
