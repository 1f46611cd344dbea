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

/** What there is more than one of, by the kind of its items: each has an item that sums it up. */
const plurals = {
  schema: 'schemas',
  table: 'tables',
  column: 'columns',
  'row-security': 'tables’ row security',
  index: 'indexes',
  constraint: 'constraints',
  sequence: 'sequences',
  view: 'views',
  function: 'functions',
  trigger: 'triggers',
  policy: 'policies',
  type: 'types',
  rule: 'rules',
  'event-trigger': 'event triggers',
  publication: 'publications',
  extension: 'extensions',
  grants: 'grants',
  'service-objects': "policies, triggers and grants on the services' tables",
  'large-object': 'large objects',
  'foreign-key': 'foreign keys',
  'sequence-value': 'sequence values',
  storage: 'files of Storage',
  plan: 'plans',
} as const;

export type SummedKind = keyof typeof plurals;

const summaries: ReadonlyMap<string, string> = new Map(
  Object.entries(plurals).map(([kind, plural]) => [kind, `all ${plural}`]),
);

/** The name of the item that sums up a kind. */
export function summaryName(kind: SummedKind): string {
  return `all ${plurals[kind]}`;
}

/** Kinds that sum up more than one thing: the names of their other items begin with what they are about. */
const manifold: ReadonlySet<string> = new Set(['before', 'since']);

/** The name of an item that sums up something of a kind which has several such. */
export function manifoldName(plural: string): string {
  return `all ${plural}`;
}

/** True for an item that sums up its kind. A policy may well be called `all users may read`: its name alone says nothing. */
export function isSummary({ kind, name }: { readonly kind: string; readonly name: string }): boolean {
  return manifold.has(kind) ? name.startsWith(manifoldName('')) : summaries.get(kind) === name;
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
