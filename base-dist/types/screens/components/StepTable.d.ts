import { type ReactNode } from 'react';
import type { State } from '../../core/index.ts';
interface Props {
    readonly state: State;
    readonly selected: number;
    readonly rows: number;
    readonly columns: number;
}
/** The steps under way, failed ones first. */
export declare function StepTable({ state, selected, rows, columns }: Props): ReactNode;
export {};
