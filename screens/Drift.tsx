import { type ReactNode, useMemo, useReducer } from 'react';
import { type Column, DataTable } from './components/DataTable.tsx';
import { ErrorPanel } from './components/ErrorPanel.tsx';
import { Frame } from './components/Frame.tsx';
import { Line } from './components/Line.tsx';
import { TextField } from './components/TextField.tsx';
import { Working } from './components/Working.tsx';
import { useViewport } from './hooks/useViewport.ts';
import { type Binding, keys, movement } from './keys.ts';
import { marks } from './text/marks.ts';
import { plural } from './text/sizes.ts';
import { wrapLines } from './text/width.ts';
import {
  detailLines,
  type DriftAction,
  type DriftFacts,
  type DriftRow,
  type DriftView,
  firstDriftView,
  reduceDrift,
  shownDrift,
} from './views/drift.ts';

interface Props {
  /** Undefined while the sources of truth are being read. */
  readonly facts: DriftFacts | undefined;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | undefined;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

const table: readonly Column<DriftRow>[] = [
  { title: 'severity', width: 8, cell: (row) => row.severity },
  { title: 'kind', width: 12, cell: (row) => row.kind },
  { title: 'name', cell: (row) => row.name },
  { title: 'what', width: 28, cell: (row) => row.how },
];

const signs = { breaking: marks.bad, risky: marks.warning, harmless: marks.waiting } as const;

/** In what the sources of truth part: the worst first, each with whose doing it is and the SQL that ends it. */
export function Drift({ facts, error, onAgain, onBack }: Props): ReactNode {
  const { columns, bodyRows } = useViewport();
  const [view, dispatch] = useReducer(reduceDrift, firstDriftView);
  const rows = useMemo(() => shownDrift(facts?.rows ?? [], view), [facts, view]);
  const row = rows[view.selected];
  const verdict = wrapLines(facts?.verdict ?? '', columns, 2);
  const tableRows = Math.max(2, bodyRows - verdict.length - 1);
  const isDetail = view.mode === 'detail';
  const detail = useMemo(
    () => (row !== undefined && isDetail ? detailLines(row, view.way, columns) : []),
    [row, isDetail, view.way, columns],
  );
  const bindings = bindingsOf(view, dispatch, {
    rows: rows.length,
    page: tableRows - 1,
    detail: detail.length,
    row,
    bodyRows,
    isRead: facts !== undefined && error === undefined,
    isReading: facts === undefined && error === undefined,
    onAgain,
    onBack,
  });
  return (
    <Frame title="Drift" bindings={bindings} captured={view.mode === 'filter'}>
      {error !== undefined ? (
        <ErrorPanel error={error} columns={columns} rows={6} />
      ) : facts === undefined ? (
        <Working text="Reading what each source of truth says. Nothing is written anywhere." />
      ) : isDetail ? (
        detail
          .slice(view.from, view.from + bodyRows)
          .map((line, index) => <Line key={`${view.from + index}`} bold={view.from + index === 0} text={line} />)
      ) : (
        <>
          {verdict.map((line) => (
            <Line key={line} bold text={line} />
          ))}
          {view.mode === 'filter' ? (
            <TextField
              label="filter:"
              initial={view.filter}
              columns={columns}
              onChange={(text) => dispatch({ type: 'filter', text })}
              onSubmit={() => dispatch({ type: 'mode', mode: 'list' })}
              onCancel={() => {
                dispatch({ type: 'filter', text: '' });
                dispatch({ type: 'mode', mode: 'list' });
              }}
            />
          ) : (
            <Line color="yellow" text={shownText(view, rows.length, facts)} />
          )}
          <DataTable
            columns={table}
            items={rows}
            width={columns}
            rows={tableRows}
            selected={view.selected}
            sign={({ severity }) => signs[severity]}
          />
        </>
      )}
    </Frame>
  );
}

function shownText({ filter, severity }: DriftView, count: number, facts: DriftFacts): string {
  if (filter === '' && severity === 'all') return facts.advice[0] ?? facts.truths.join(' · ');
  const words = [severity === 'all' ? '' : severity, filter === '' ? '' : `with '${filter}'`].filter(
    (word) => word !== '',
  );
  return `${plural(count, 'difference')} ${words.join(' ')}`;
}

interface Around {
  readonly rows: number;
  readonly page: number;
  readonly detail: number;
  readonly row: DriftRow | undefined;
  readonly bodyRows: number;
  /** Whether there is something to look at, and whether it is on its way. */
  readonly isRead: boolean;
  readonly isReading: boolean;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

function bindingsOf(view: DriftView, dispatch: (action: DriftAction) => void, around: Around): readonly Binding[] {
  const { row, bodyRows, detail, isRead, isReading } = around;
  const list = (): void => dispatch({ type: 'mode', mode: 'list' });
  if (view.mode === 'filter') {
    return [
      { key: keys.enter, hint: 'take it', help: '', run: list },
      { key: keys.back, hint: 'leave it', help: '', run: list },
    ];
  }
  if (view.mode === 'detail') {
    const scroll = (from: number): void =>
      dispatch({ type: 'scroll', from: Math.min(from, Math.max(0, detail - bodyRows)) });
    return [
      { key: keys.back, hint: 'back', help: 'Back to the list', run: list },
      ...((row?.sql.length ?? 0) > 1
        ? [
            {
              key: keys.next,
              hint: 'other way',
              help: 'The SQL that brings the other side here',
              run: () => dispatch({ type: 'way', ways: row?.sql.length ?? 0 }),
            },
          ]
        : []),
      { key: keys.move, hint: 'scroll', help: 'Scroll', run: () => undefined },
      ...movement(view.from, detail, bodyRows, scroll),
    ];
  }
  const again = { key: keys.again, hint: 'again', help: 'Reads and compares again', run: around.onAgain };
  const back = { key: keys.back, hint: 'back', help: 'Back to where you came from', run: around.onBack };
  // A reading that is under way is not begun a second time beside itself.
  if (!isRead) return isReading ? [back] : [again, back];
  return [
    {
      key: keys.enter,
      ...(row && { hint: 'detail, SQL' }),
      help: 'Everything about the selected difference, with the SQL that ends it',
      run: () => row && dispatch({ type: 'mode', mode: 'detail' }),
    },
    {
      key: keys.filter,
      hint: 'filter',
      help: 'Shows only differences that have a text in them',
      run: () => dispatch({ type: 'mode', mode: 'filter' }),
    },
    {
      key: keys.severity,
      hint: `severity: ${view.severity}`,
      help: 'Shows all, or breaking, risky or harmless differences alone',
      run: () => dispatch({ type: 'severity' }),
    },
    again,
    back,
    ...movement(view.selected, around.rows, around.page, (index) => dispatch({ type: 'select', index })),
  ];
}
