/**
 * Lists and maps that one pass over many events has made itself, and may therefore change in place: nobody else has
 * seen them yet. With thousands of tables a copy for each event would cost more than the migration.
 */
export declare class Owned {
    #private;
    /** The list with one item replaced; copied first where it is not ours. */
    replace<T>(list: readonly T[], index: number, item: T): readonly T[];
    /** The list with an item at its end. */
    append<T>(list: readonly T[], item: T): readonly T[];
    /** A map that may be changed: this one where it is ours, else a copy. */
    map<K, V>(map: ReadonlyMap<K, V>): Map<K, V>;
}
