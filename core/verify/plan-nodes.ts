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
export function scansOf(node: PlanNode): Scan[] {
  const below = (node.Plans ?? []).flatMap((child) => scansOf(child));
  const { Schema: schema, 'Relation Name': name } = node;
  if (schema === undefined || name === undefined) return below;
  const relation = `${schema}.${name}`;
  switch (node['Node Type']) {
    case 'Seq Scan':
      return [{ relation, index: undefined }, ...below];
    case 'Index Scan':
    case 'Index Only Scan':
      return [{ relation, index: node['Index Name'] ?? '' }, ...below];
    // The indexes themselves stand below it, without the table's name.
    case 'Bitmap Heap Scan':
      return [...bitmapIndexes(node).map((index) => ({ relation, index })), ...below];
    default:
      return below;
  }
}

function bitmapIndexes(node: PlanNode): string[] {
  return (node.Plans ?? []).flatMap((child) =>
    child['Node Type'] === 'Bitmap Index Scan' ? [child['Index Name'] ?? ''] : bitmapIndexes(child),
  );
}
