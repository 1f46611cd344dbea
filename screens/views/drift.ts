import { brokenAt } from '../text/width.ts';

/** What the drift screen shows, and how it moves: pure. */

export interface DriftRow {
  readonly id: string;
  readonly severity: 'breaking' | 'risky' | 'harmless';
  readonly kind: string;
  readonly name: string;
  /** One line: what is the matter. */
  readonly how: string;
  readonly blame: string;
  /** A line for each fact that differs. */
  readonly changes: readonly string[];
  /** The SQL that ends it, for each side that SQL can be run on. */
  readonly sql: readonly { readonly on: string; readonly toward: string; readonly text: string }[];
}

export interface DriftFacts {
  readonly verdict: string;
  readonly advice: readonly string[];
  /** Source of truth, hash, where it was read from. */
  readonly truths: readonly string[];
  readonly rows: readonly DriftRow[];
  readonly notCompared: readonly string[];
}

const orders = ['all', 'breaking', 'risky', 'harmless'] as const;

export interface DriftView {
  readonly selected: number;
  readonly filter: string;
  readonly severity: (typeof orders)[number];
  readonly mode: 'list' | 'filter' | 'detail';
  /** Which of a difference's pieces of SQL is shown. */
  readonly way: number;
  /** First line of the detail that is in sight. */
  readonly from: number;
}

export const firstDriftView: DriftView = { selected: 0, filter: '', severity: 'all', mode: 'list', way: 0, from: 0 };

export type DriftAction =
  | { readonly type: 'select'; readonly index: number }
  | { readonly type: 'filter'; readonly text: string }
  | { readonly type: 'mode'; readonly mode: DriftView['mode'] }
  | { readonly type: 'severity' }
  | { readonly type: 'way'; readonly ways: number }
  | { readonly type: 'scroll'; readonly from: number };

export function reduceDrift(view: DriftView, action: DriftAction): DriftView {
  switch (action.type) {
    case 'select':
      return { ...view, selected: Math.max(0, action.index), way: 0, from: 0 };
    case 'filter':
      return { ...view, filter: action.text, selected: 0 };
    case 'mode':
      return { ...view, mode: action.mode, from: 0 };
    case 'severity':
      return { ...view, severity: orders[(orders.indexOf(view.severity) + 1) % orders.length] ?? 'all', selected: 0 };
    case 'way':
      return { ...view, way: action.ways === 0 ? 0 : (view.way + 1) % action.ways, from: 0 };
    case 'scroll':
      return { ...view, from: Math.max(0, action.from) };
  }
}

/** Rows that the filter and the severity leave. */
export function shownDrift(rows: readonly DriftRow[], { filter, severity }: DriftView): readonly DriftRow[] {
  const text = filter.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (severity === 'all' || row.severity === severity) &&
      (text === '' || `${row.kind} ${row.name} ${row.how} ${row.blame}`.toLowerCase().includes(text)),
  );
}

/** Everything about one difference, in lines of at most `columns`; nothing is cut off, and SQL keeps its blanks. */
export function detailLines(row: DriftRow, way: number, columns: number): readonly string[] {
  const sql = row.sql[way];
  const lines = [
    `${row.kind} ${row.name}`,
    `${row.severity}: ${row.how}`,
    row.blame,
    ...row.changes.map((line) => `  ${line}`),
    '',
    ...(sql === undefined
      ? ['No SQL can be run on either side: Prisma’s schema is changed by hand, or by prisma db pull.']
      : [
          `SQL that brings ${sql.on} to ${sql.toward} (${way + 1} of ${row.sql.length}):`,
          ...sql.text.trimEnd().split('\n'),
        ]),
  ];
  return lines.flatMap((line) => brokenAt(line, columns));
}
