import { type ReactNode, useMemo } from 'react';
import type { State, TableState } from '../../core/index.ts';
import { workMark } from '../text/marks.ts';
import { countText, sizeText } from '../text/sizes.ts';
import { copying, tableNow, tableShare } from '../views/migrate.ts';
import { barText } from './Bar.tsx';
import { type Column, DataTable } from './DataTable.tsx';
import { Line } from './Line.tsx';

interface Props {
  /** In the order in which they are shown. */
  readonly tables: readonly TableState[];
  readonly state: State;
  readonly selected: number;
  readonly rows: number;
  readonly columns: number;
  readonly now: number;
}

/** A bar for each table: failed, running, waiting, done. */
export function TableBars({ tables, state, selected, rows, columns, now }: Props): ReactNode {
  const copied = useMemo(() => copying(state), [state]);
  const paused = state.control === 'pausing' || state.control === 'paused';
  const barWidth = columns >= 100 ? 20 : 10;
  const nowWidth = columns >= 100 ? 30 : 18;
  const table: readonly Column<TableState>[] = [
    { title: 'table', cell: (row) => row.table },
    { title: '', width: barWidth, cell: (row) => barText(tableShare(row), barWidth) },
    { title: 'rows', width: 11, align: 'right', cell: (row) => countText(row.rows) },
    { title: 'size', width: 8, align: 'right', cell: (row) => sizeText(row.bytes) },
    { title: 'now', width: nowWidth, cell: (row) => tableNow(row, copied.has(row.table), paused, now) },
  ];
  if (tables.length === 0) return <Line text="No tables are to be moved." dim />;
  return (
    <DataTable
      columns={table}
      items={tables}
      width={columns}
      rows={rows}
      selected={selected}
      sign={(row) => workMark(row.state)}
    />
  );
}
