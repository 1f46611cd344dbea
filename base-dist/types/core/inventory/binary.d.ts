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
/**
 * True where a value's binary form, sent by one server, means the same on another one of any major version.
 * Not so where the form carries OIDs that differ between databases (reg* types; elements of arrays and columns of
 * composites of user-defined types) or is an extension's own affair. A scalar enum is its label and is safe.
 * `types` must hold each type that `oid` leads to through domains and arrays.
 */
export declare function isBinarySafe(oid: number, types: ReadonlyMap<number, TypeFacts>): boolean;
