/**
 * Lists and maps that one pass over many events has made itself, and may therefore change in place: nobody else has
 * seen them yet. With thousands of tables a copy for each event would cost more than the migration.
 */
export class Owned {
  readonly #made = new WeakSet<object>();
  /** Places by key of the lists that {@link put} works on. */
  readonly #places = new WeakMap<object, Map<string, number>>();

  /** The list with one item replaced; copied first where it is not ours. */
  replace<T>(list: readonly T[], index: number, item: T): readonly T[] {
    const mine = this.#list(list);
    mine[index] = item;
    return mine;
  }

  /** The list with an item in the place of the one that has its key, or at its end. */
  put<T>(list: readonly T[], item: T, keyOf: (item: T) => string): readonly T[] {
    const mine = this.#list(list);
    let places = this.#places.get(mine);
    if (places === undefined) {
      places = new Map(mine.map((each, index) => [keyOf(each), index]));
      this.#places.set(mine, places);
    }
    const key = keyOf(item);
    const known = places.get(key);
    if (known !== undefined) mine[known] = item;
    else places.set(key, mine.push(item) - 1);
    return mine;
  }

  /** A map that may be changed: this one where it is ours, else a copy. */
  map<K, V>(map: ReadonlyMap<K, V>): Map<K, V> {
    if (this.#made.has(map)) return map as Map<K, V>;
    const mine = new Map(map);
    this.#made.add(mine);
    return mine;
  }

  #list<T>(list: readonly T[]): T[] {
    if (this.#made.has(list)) return list as T[];
    const mine = [...list];
    this.#made.add(mine);
    return mine;
  }
}
