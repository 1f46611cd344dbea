import { sizeWords } from './words.ts';
import type { RuleContext, Severity } from './types.ts';

/** From here on a table is large: a scan under a lock is then felt. */
export const largeRows = 100_000;
export const largeBytes = 64 * 1024 * 1024;

/**
 * How much long work under a lock on this table matters; undefined where it does not: the table is made in the same
 * breath, or known to be small. Without a connection nobody knows, and that is said.
 */
export function weighTable(
  { fresh, catalog }: RuleContext,
  table: string,
): { readonly severity: Severity; readonly words: string } | undefined {
  if (fresh.has(table)) return undefined;
  if (catalog === undefined) {
    return { severity: 'warning', words: `${table}, of a size that only --target knows` };
  }
  const size = catalog.tables.get(table);
  if (size === undefined) return { severity: 'warning', words: `${table}, which the target does not have` };
  if (size.rows < largeRows && size.bytes < largeBytes) return undefined;
  return { severity: 'error', words: `${table} with ${sizeWords(size)}` };
}
