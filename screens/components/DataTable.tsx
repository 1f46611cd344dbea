import type { ReactNode } from 'react';
import { fit, widthOf } from '../text/width.ts';
import { Line } from './Line.tsx';
import { ScrollList } from './ScrollList.tsx';

export interface Column<Row> {
  readonly title: string;
  /** Columns of the terminal; the one column without a width takes what is left. */
  readonly width?: number;
  readonly align?: 'left' | 'right';
  readonly cell: (row: Row) => string;
}

interface Props<Row> {
  readonly columns: readonly Column<Row>[];
  readonly items: readonly Row[];
  readonly width: number;
  /** Lines that it may take, its head included. */
  readonly rows: number;
  readonly selected: number;
  /** Sign and colour in front of a row. */
  readonly sign: (row: Row) => { readonly sign: string; readonly color: string };
}

/** Columns with a head, rows with a sign; only the visible rows are made. */
export function DataTable<Row>({ columns, items, width, rows, selected, sign }: Props<Row>): ReactNode {
  const widths = columnWidths(columns, width - 4);
  const line = (cell: (column: Column<Row>) => string): string =>
    columns.map((column, index) => fit(cell(column), widths[index] ?? 0, column.align)).join(' ');
  return (
    <>
      <Line text={`    ${line((column) => column.title)}`} dim />
      <ScrollList
        count={items.length}
        selected={selected}
        rows={rows - 1}
        row={(index) => {
          const item = items[index];
          if (item === undefined) return null;
          const mark = sign(item);
          return (
            <Line
              selected={index === selected}
              sign={mark.sign}
              signColor={mark.color}
              text={line((column) => column.cell(item))}
            />
          );
        }}
      />
    </>
  );
}

/** Fixed widths as they are; the open column gets the rest, at least the width of its title. */
export function columnWidths(
  columns: readonly { readonly title: string; readonly width?: number }[],
  width: number,
): readonly number[] {
  const fixed = columns.reduce((sum, column) => sum + (column.width ?? 0), 0) + columns.length - 1;
  return columns.map((column) => column.width ?? Math.max(widthOf(column.title), width - fixed));
}
