import type { StorageTally } from '../supabase/storage/run.ts';
import { isFailure, type TableVerdict, type VerifyItem } from './types.ts';

/** What a verification has found so far: the last word on each table and item counts. */
export class Verification {
  readonly #tables = new Map<string, TableVerdict>();
  readonly #items = new Map<string, VerifyItem>();
  /** What was found of files, by the step that compared them. */
  readonly files = new Map<string, StorageTally>();

  add(result: { readonly table: TableVerdict } | { readonly item: VerifyItem }): void {
    if ('table' in result) this.#tables.set(result.table.table, result.table);
    else this.#items.set(`${result.item.kind} ${result.item.name}`, result.item);
  }

  /** A table that is copied again must be verified again: what was said of it is void. */
  clear(): void {
    this.#tables.clear();
    this.#items.clear();
    this.files.clear();
  }

  get tables(): readonly TableVerdict[] {
    return [...this.#tables.values()];
  }

  get items(): readonly VerifyItem[] {
    return [...this.#items.values()];
  }

  get failed(): boolean {
    return (
      this.tables.some((table) => table.verdict === 'differ') || this.items.some((item) => isFailure(item.verdict))
    );
  }
}
