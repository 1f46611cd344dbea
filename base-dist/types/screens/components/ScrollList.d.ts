import { type ReactNode } from 'react';
interface Props {
    readonly count: number;
    readonly selected: number;
    /** Lines that it may take. */
    readonly rows: number;
    readonly row: (index: number) => ReactNode;
}
/** A list of which only the visible rows are made: as quick with ten thousand rows as with ten. */
export declare function ScrollList({ count, selected, rows, row }: Props): ReactNode;
/** The rows `from` to (exclusive) `to` that are in sight, with the selected one in their middle where it can be. */
export declare function visible(count: number, selected: number, rows: number): {
    readonly from: number;
    readonly to: number;
};
export {};
