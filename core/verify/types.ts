import type { EventBody } from '../events.ts';

/** What a `verify.table` event says of one table. */
export type TableVerdict = Omit<Extract<EventBody, { type: 'verify.table' }>, 'type'>;

/**
 * - `match`: compared, and equal;
 * - `missing`: the target lacks it; `differs`: both have it, not alike; `extra`: only the target has it;
 * - `note`: a difference that takes nothing from the migration, such as a newer extension;
 * - `skipped`: not compared, for the reason given.
 */
export type ItemVerdict = 'match' | 'missing' | 'differs' | 'extra' | 'note' | 'skipped';

/** What a `verify.item` event says. */
export interface VerifyItem {
  readonly kind: string;
  readonly name: string;
  readonly verdict: ItemVerdict;
  readonly detail: string;
}

/** The name of the item that sums up a kind. No object bears it: `all` is no schema's prefix. */
export function summaryName(plural: string): string {
  return `all ${plural}`;
}

export function isSummary(item: { readonly name: string }): boolean {
  return item.name.startsWith(summaryName(''));
}

const failures: ReadonlySet<string> = new Set<ItemVerdict>(['missing', 'differs', 'extra']);

/** True for the verdicts that make a verification fail. */
export function isFailure(verdict: string): boolean {
  return failures.has(verdict);
}

/** The name of a row's item: its table comes first. */
export function rowItemName(table: string, row: string): string {
  return `${table}: ${row}`;
}

export function isRowOf(item: VerifyItem, table: string): boolean {
  return item.kind === 'row' && item.name.startsWith(rowItemName(table, ''));
}
