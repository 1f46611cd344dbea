import { Text } from 'ink';
import { type ReactNode, useMemo, useReducer, useState } from 'react';
import type { CommandResult, EstimateState, State } from '../core/index.ts';
import { Bar } from './components/Bar.tsx';
import { type Column, DataTable } from './components/DataTable.tsx';
import { ErrorPanel } from './components/ErrorPanel.tsx';
import { Frame } from './components/Frame.tsx';
import { Line } from './components/Line.tsx';
import { TextField } from './components/TextField.tsx';
import { Working } from './components/Working.tsx';
import { useViewport } from './hooks/useViewport.ts';
import { type Binding, keys, movement } from './keys.ts';
import { durationText } from './text/durations.ts';
import { checkMark, marks } from './text/marks.ts';
import { accuracyText, basisText, insteadLines, startText } from './text/estimates.ts';
import { wrapLines } from './text/width.ts';
import { countText, parseSize, percentText, plural, rateText, sizeText } from './text/sizes.ts';
import {
  type Choices,
  type EstimateTotals,
  isLeftOut,
  reduceEstimate,
  shownTables,
  type TableEstimate,
  totalsOf,
} from './views/estimate.ts';

interface Props {
  /** The estimate of everything, nothing left out; undefined until it is there. */
  readonly estimate: EstimateState | undefined;
  readonly state: State;
  readonly busy: boolean;
  readonly result: CommandResult | undefined;
  readonly choices: Choices;
  /** Seconds of the run without some tables, as the schedule would then be; undefined where nobody can tell. */
  readonly secondsWithout: ((tables: ReadonlySet<string>) => number | undefined) | undefined;
  readonly onNext: (choices: Choices) => void;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

/** How much there is, how long it takes, whether that fits the window, and what may be left out. */
export function Estimate({
  estimate,
  state,
  busy,
  result,
  choices,
  secondsWithout,
  onNext,
  onAgain,
  onBack,
}: Props): ReactNode {
  const { columns, bodyRows } = useViewport();
  const [view, dispatch] = useReducer(reduceEstimate, {
    selected: 0,
    order: 'size',
    filter: '',
    asking: 'nothing',
    ...choices,
  });
  const [note, setNote] = useState<string>();
  const { order, filter, excluded, skipLargeBytes } = view;
  const tables = useMemo(() => shownTables(estimate?.tables ?? [], { order, filter }), [estimate, order, filter]);
  // Laying the run out anew costs more than a key that only moves may cost.
  const totals = useMemo(
    () => estimate && totalsOf(estimate, { excluded, skipLargeBytes }, secondsWithout),
    [estimate, excluded, skipLargeBytes, secondsWithout],
  );
  const table = tables[view.selected];
  const tableRows = Math.max(2, bodyRows - 6 - (estimate === undefined ? 0 : extraLines(estimate, totals, columns)));
  const close = (): void => {
    setNote(undefined);
    dispatch({ type: 'ask', what: 'nothing' });
  };

  const toggle = (): void => {
    if (table === undefined) return;
    const large = view.skipLargeBytes !== undefined && table.bytes > view.skipLargeBytes;
    if (large && !view.excluded.has(table.table)) setNote('It is left out by its size: s changes the limit.');
    else dispatch({ type: 'toggle', table: table.table });
  };
  const goOn = (): void => {
    if (busy) setNote('The estimate is not there yet.');
    else if (totals?.tables === 0) setNote('Everything is left out: there would be nothing to move.');
    else onNext(view);
  };
  const setLarge = (text: string): void => {
    const bytes = parseSize(text);
    if (text.trim() !== '' && bytes === undefined) setNote('a number with a unit, such as 500 MB or 2 GB:');
    else {
      setNote(undefined);
      dispatch({ type: 'skip-large', bytes });
    }
  };
  const back: Binding = { key: keys.back, hint: 'back', help: 'Back to Connect', run: onBack };
  const forward: Binding = {
    key: keys.enter,
    hint: 'go on',
    help: 'Goes on to the checklist, without an estimate where there can be none',
    run: goOn,
  };
  const again: Binding = { key: keys.again, help: 'Measures again', run: () => !busy && onAgain() };
  // Before there is a list, nothing of it can be left out, filtered or ordered.
  const waiting = busy ? [back] : [forward, { ...again, hint: 'measure again' }, back];
  const bindings: readonly Binding[] =
    totals === undefined
      ? waiting
      : view.asking === 'nothing'
        ? [
            forward,
            {
              key: keys.toggle,
              hint: 'leave out',
              help: 'Leaves the selected table out, or takes it in again',
              run: toggle,
            },
            {
              key: keys.skipLarge,
              hint: 'skip large',
              help: 'Leaves out every table above a size',
              run: () => {
                setNote(undefined);
                dispatch({ type: 'ask', what: 'size' });
              },
            },
            {
              key: keys.filter,
              hint: 'filter',
              help: 'Shows only tables whose name has a text in it',
              run: () => dispatch({ type: 'ask', what: 'filter' }),
            },
            {
              key: keys.order,
              hint: `order: ${view.order}`,
              help: 'Order by size, rows, time or name',
              run: () => dispatch({ type: 'order' }),
            },
            again,
            back,
            ...movement(view.selected, tables.length, tableRows - 1, (index) => {
              setNote(undefined);
              dispatch({ type: 'select', index });
            }),
          ]
        : [
            { key: keys.enter, hint: 'take it', help: '', run: close },
            { key: keys.back, hint: 'leave it', help: '', run: close },
          ];
  return (
    <Frame title="Estimate" step={3} bindings={bindings} captured={totals !== undefined && view.asking !== 'nothing'}>
      {totals === undefined || estimate === undefined ? (
        <Waiting busy={busy} result={result} columns={columns} />
      ) : (
        <>
          <Summary estimate={estimate} totals={totals} state={state} columns={columns} />
          {view.asking === 'filter' ? (
            <TextField
              label="filter:"
              initial={view.filter}
              columns={columns}
              onChange={(text) => dispatch({ type: 'filter', text })}
              onSubmit={close}
              onCancel={() => {
                dispatch({ type: 'filter', text: '' });
                close();
              }}
            />
          ) : view.asking === 'size' ? (
            <TextField
              label={note ?? 'leave out tables above (empty: none):'}
              columns={columns}
              onSubmit={setLarge}
              onCancel={close}
            />
          ) : (
            <Line
              text={note ?? (view.filter === '' ? '' : `filter '${view.filter}': ${plural(tables.length, 'table')}`)}
              color="yellow"
            />
          )}
          <DataTable
            columns={tableColumns(estimate)}
            items={tables}
            width={columns}
            rows={tableRows}
            selected={view.selected}
            sign={(row) => (isLeftOut(row, view) ? marks.bad : { sign: ' ', color: 'gray' })}
          />
        </>
      )}
    </Frame>
  );
}

/** Lines of the summary that are not always there. */
function extraLines(estimate: EstimateState, totals: EstimateTotals | undefined, columns: number): number {
  const fits = estimate.windowSeconds === 0 || (totals?.bufferedSeconds ?? 0) <= estimate.windowSeconds;
  return (
    (accuracyText(estimate) === undefined ? 0 : 1) +
    (startText(estimate) === '' ? 0 : 1) +
    (fits ? 0 : insteadRows(estimate, columns).length)
  );
}

/** What would fit: each way in two lines at the most. */
function insteadRows(estimate: EstimateState, columns: number): readonly string[] {
  return insteadLines(estimate).flatMap((line) => wrapLines(line, columns, 2));
}

function Waiting({
  busy,
  result,
  columns,
}: {
  busy: boolean;
  result: CommandResult | undefined;
  columns: number;
}): ReactNode {
  if (!busy && result?.error !== undefined) return <ErrorPanel error={result.error} columns={columns} rows={6} />;
  return <Working text="Reading sizes and copying a timed sample. Nothing is kept on the target." />;
}

function tableColumns(estimate: EstimateState): readonly Column<TableEstimate>[] {
  return [
    { title: 'table', cell: (row) => row.table },
    { title: 'rows', width: 13, align: 'right', cell: (row) => countText(row.rows) },
    { title: 'size', width: 9, align: 'right', cell: (row) => sizeText(row.bytes) },
    {
      title: 'share',
      width: 5,
      align: 'right',
      cell: (row) => percentText(estimate.bytes > 0 ? row.bytes / estimate.bytes : 0),
    },
    { title: 'time', width: 8, align: 'right', cell: (row) => durationText(row.seconds) },
  ];
}

/** The buckets beside the tables, largest first: ` (exports 1.1 GB, invoices 900 MB)`. */
function bucketsText({ storage }: State): string {
  const buckets = storage
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ bucket, bytes }) => `${bucket} ${sizeText(bytes)}`);
  return buckets.length === 0 ? '' : ` (${buckets.join(', ')})`;
}

interface SummaryProps {
  readonly estimate: EstimateState;
  readonly totals: EstimateTotals;
  readonly state: State;
  readonly columns: number;
}

function Summary({ estimate, totals, state, columns }: SummaryProps): ReactNode {
  const left = estimate.tables.length - totals.tables;
  const { windowSeconds } = estimate;
  const share = windowSeconds > 0 ? totals.bufferedSeconds / windowSeconds : 0;
  const fits = windowSeconds === 0 || share <= 1;
  const disk = state.checks.find((check) => check.id === 'disk');
  const accuracy = accuracyText(estimate);
  const start = startText(estimate);
  const storage =
    estimate.storageObjects > 0
      ? ` · Storage: ${plural(estimate.storageObjects, 'file')}, ${sizeText(estimate.storageBytes)}${bucketsText(state)}`
      : '';
  return (
    <>
      <Line
        bold
        text={`${plural(totals.tables, 'table')} · ${countText(totals.rows)} rows · ${sizeText(totals.bytes)}${storage}${left === 0 ? '' : ` · ✖ ${left} left out`}`}
      />
      <Line text={`Rate ${rateText(totals.bytesPerSecond)}, ${basisText(estimate)}`} />
      <Line
        text={`Time ${durationText(totals.seconds)} × 1.5 = ${durationText(totals.bufferedSeconds)} · window ${windowSeconds > 0 ? durationText(windowSeconds) : 'not set'}`}
      />
      {windowSeconds > 0 ? (
        <Text wrap="truncate-end">
          <Bar share={share} width={Math.max(10, columns - 34)} color={fits ? 'green' : 'red'} />
          <Text color={fits ? 'green' : 'red'} bold>
            {` ${share < 1 ? percentText(share) : `${Math.round(share * 100)}%`} of the window ${fits ? '✔ fits' : '✖ TOO LONG'}`}
          </Text>
        </Text>
      ) : (
        <Line text="No window is set: e on Connect sets one, and it is compared here." dim />
      )}
      {start === '' ? null : <Line text={start} />}
      {accuracy === undefined ? null : <Line text={accuracy} dim />}
      {fits ? null : insteadRows(estimate, columns).map((line) => <Line key={line} text={line} color="yellow" />)}
      {disk === undefined ? (
        <Line text="Disk: not checked yet" dim />
      ) : (
        <Line sign={checkMark(disk).sign} signColor={checkMark(disk).color} text={`Disk: ${disk.detail}`} />
      )}
    </>
  );
}
