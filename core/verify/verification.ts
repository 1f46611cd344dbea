import type { StorageTally } from '../supabase/storage/run.ts';
import type { TableChecksum } from './checksum.ts';
import { isFailure, isRowOf, type TableVerdict, type VerifyItem } from './types.ts';

/** What a verification has found so far: the last word on each table and item counts. */
export class Verification {
  readonly #tables = new Map<string, TableVerdict>();
  readonly #items = new Map<string, VerifyItem>();
  /** What was found of files, by the step that compared them. */
  readonly files = new Map<string, StorageTally>();
  /** What parts of large tables came to, by the step that summed them up. */
  readonly parts = new Map<string, { readonly source: TableChecksum; readonly target: TableChecksum }>();

  add(result: { readonly table: TableVerdict } | { readonly item: VerifyItem }): void {
    if ('table' in result) {
      this.#tables.set(result.table.table, result.table);
      // A table that is compared again is told anew, with its rows.
      for (const [key, item] of this.#items) if (isRowOf(item, result.table.table)) this.#items.delete(key);
    } else this.#items.set(`${result.item.kind} ${result.item.name}`, result.item);
  }

  /** A table that is copied again must be verified again: what was said of it is void. */
  clear(): void {
    this.#tables.clear();
    this.#items.clear();
    this.files.clear();
    this.parts.clear();
  }

  get tables(): readonly TableVerdict[] {
    return [...this.#tables.values()];
  }

  get items(): readonly VerifyItem[] {
    return [...this.#items.values()];
  }

  /** Rows that are listed by name. */
  get rowsListed(): number {
    return this.items.filter(({ kind }) => kind === 'row').length;
  }

  get failed(): boolean {
    return (
      this.tables.some((table) => table.verdict === 'differ') || this.items.some((item) => isFailure(item.verdict))
    );
  }
}
