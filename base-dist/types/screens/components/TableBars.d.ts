import { type ReactNode } from 'react';
import type { State, TableState } from '../../core/index.ts';
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
export declare function TableBars({ tables, state, selected, rows, columns, now }: Props): ReactNode;
export {};
