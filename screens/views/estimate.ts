import type { EstimateState } from '../../core/index.ts';

export type TableEstimate = EstimateState['tables'][number];
export const orders = ['size', 'rows', 'time', 'name'] as const;
export type Order = (typeof orders)[number];

export interface EstimateView {
  readonly selected: number;
  readonly order: Order;
  readonly filter: string;
  readonly asking: 'nothing' | 'filter' | 'size';
  /** Tables that the operator left out one by one. */
  readonly excluded: ReadonlySet<string>;
  /** Tables above this size in bytes are left out as well. */
  readonly skipLargeBytes: number | undefined;
}

export type EstimateAction =
  | { readonly type: 'select'; readonly index: number }
  | { readonly type: 'order' }
  | { readonly type: 'ask'; readonly what: EstimateView['asking'] }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'toggle'; readonly table: string }
  | { readonly type: 'skip-large'; readonly bytes: number | undefined };

export function reduceEstimate(view: EstimateView, action: EstimateAction): EstimateView {
  switch (action.type) {
    case 'select':
      return { ...view, selected: action.index };
    case 'order':
      return { ...view, order: orders[(orders.indexOf(view.order) + 1) % orders.length] ?? 'size', selected: 0 };
    case 'ask':
      return { ...view, asking: action.what };
    case 'filter':
      return { ...view, filter: action.text, selected: 0 };
    case 'toggle': {
      const excluded = new Set(view.excluded);
      if (!excluded.delete(action.table)) excluded.add(action.table);
      return { ...view, excluded };
    }
    case 'skip-large':
      return { ...view, skipLargeBytes: action.bytes, asking: 'nothing' };
  }
}

const comparisons: Record<Order, (a: TableEstimate, b: TableEstimate) => number> = {
  size: (a, b) => b.bytes - a.bytes,
  rows: (a, b) => b.rows - a.rows,
  time: (a, b) => b.seconds - a.seconds,
  name: (a, b) => a.table.localeCompare(b.table, 'en'),
};

/** The tables that are shown, in their order. */
export function shownTables(
  tables: readonly TableEstimate[],
  view: Pick<EstimateView, 'order' | 'filter'>,
): readonly TableEstimate[] {
  const wanted = view.filter.trim().toLowerCase();
  return tables.filter((table) => table.table.toLowerCase().includes(wanted)).sort(comparisons[view.order]);
}

export type Choices = Pick<EstimateView, 'excluded' | 'skipLargeBytes'>;

export function isLeftOut(table: TableEstimate, choices: Choices): boolean {
  return (
    choices.excluded.has(table.table) || (choices.skipLargeBytes !== undefined && table.bytes > choices.skipLargeBytes)
  );
}

export interface EstimateTotals {
  readonly tables: number;
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  /** 1.5 x `seconds`: what is compared with the window. */
  readonly bufferedSeconds: number;
  /** Bytes a second that the timed sample came to, all jobs together. */
  readonly bytesPerSecond: number;
}

/**
 * What is left after the operator's choices. `secondsWithout` lays the run out without some tables; where it cannot,
 * leaving some out shortens the whole by their share of the tables' time.
 */
export function totalsOf(
  estimate: EstimateState,
  choices: Choices,
  secondsWithout?: (tables: ReadonlySet<string>) => number | undefined,
): EstimateTotals {
  const kept = estimate.tables.filter((table) => !isLeftOut(table, choices));
  const left = new Set(estimate.tables.filter((table) => isLeftOut(table, choices)).map(({ table }) => table));
  const sum = (tables: readonly TableEstimate[], of: (table: TableEstimate) => number): number =>
    tables.reduce((total, table) => total + of(table), 0);
  const all = sum(estimate.tables, (table) => table.seconds);
  const part = all > 0 ? sum(kept, (table) => table.seconds) / all : 1;
  const seconds = left.size === 0 ? estimate.seconds : (secondsWithout?.(left) ?? estimate.seconds * part);
  return {
    tables: kept.length,
    rows: sum(kept, (table) => table.rows),
    bytes: sum(kept, (table) => table.bytes),
    seconds,
    bufferedSeconds: left.size === 0 ? estimate.bufferedSeconds : seconds * 1.5,
    bytesPerSecond: estimate.seconds > 0 ? estimate.bytes / estimate.seconds : 0,
  };
}

/** A table's key as a pattern of --exclude-table: quoted where psql would fold or read it as a wildcard. */
export function patternOf(table: string): string {
  const dot = table.indexOf('.');
  return [table.slice(0, dot), table.slice(dot + 1)].map(quoteName).join('.');
}

function quoteName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
