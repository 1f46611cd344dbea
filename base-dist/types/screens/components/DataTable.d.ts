import type { ReactNode } from 'react';
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
    readonly sign: (row: Row) => {
        readonly sign: string;
        readonly color: string;
    };
}
/** Columns with a head, rows with a sign; only the visible rows are made. */
export declare function DataTable<Row>({ columns, items, width, rows, selected, sign }: Props<Row>): ReactNode;
/** Fixed widths as they are; the open column gets the rest, at least the width of its title. */
export declare function columnWidths(columns: readonly {
    readonly title: string;
    readonly width?: number;
}[], width: number): readonly number[];
export {};
