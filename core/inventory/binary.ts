/** What the catalog says of a type, as far as its binary form is concerned. */
export interface TypeFacts {
  readonly oid: number;
  readonly name: string;
  /** `pg_type.typtype`: b(ase), c(omposite), d(omain), e(num), p(seudo), r(ange), m(ultirange). */
  readonly kind: string;
  readonly inPgCatalog: boolean;
  readonly ofExtension: boolean;
  readonly hasSend: boolean;
  readonly hasReceive: boolean;
  /** Element type, for true arrays alone; 0 otherwise. */
  readonly element: number;
  /** The type under a domain; 0 otherwise. */
  readonly base: number;
}

/** Below it, OIDs are assigned by hand and are the same on every server. [PostgreSQL source, access/transam.h] */
const firstGeneratedOid = 10_000;

/**
 * Built-in types whose binary form is not theirs alone or is refused on the way in:
 * - `pg_node_tree`, the statistics and the BRIN summaries have a receive function that always fails;
 * - `xml` has an encoding declaration written into its binary form, so that the text changes on the way;
 * - `int2vector`, `oidvector` and `tsquery` send an empty value in a form that they refuse to receive.
 */
const refused = new Set([
  'xml',
  'int2vector',
  'oidvector',
  'tsquery',
  'pg_node_tree',
  'pg_ndistinct',
  'pg_dependencies',
  'pg_mcv_list',
  'pg_brin_bloom_summary',
  'pg_brin_minmax_multi_summary',
]);

/**
 * True where a value's binary form, sent by one server, means the same on another one of any major version.
 * Not so where the form carries OIDs that differ between databases (reg* types; elements of arrays and columns of
 * composites of user-defined types) or is an extension's own affair. A scalar enum is its label and is safe.
 * `types` must hold each type that `oid` leads to through domains and arrays.
 */
export function isBinarySafe(oid: number, types: ReadonlyMap<number, TypeFacts>): boolean {
  const type = types.get(oid);
  if (type === undefined || type.ofExtension) return false;
  // domain_recv reads the base type's form and then checks the constraints; nothing else is in the stream.
  if (type.kind === 'd') return isBinarySafe(type.base, types);
  if (type.kind === 'e') return true;
  if (!type.hasSend || !type.hasReceive) return false;
  const builtIn = type.inPgCatalog && type.oid < firstGeneratedOid;
  if (!builtIn || refused.has(type.name) || type.name.startsWith('reg')) return false;
  // An array names its element type by OID. Servers before 14 refuse another one than their own; later ones read the
  // elements as the type that they expect, unseen. Only for built-in arrays is it the same OID on both ends.
  if (type.element !== 0) return isBinarySafe(type.element, types);
  return type.kind === 'b' || type.kind === 'r' || type.kind === 'm';
}
