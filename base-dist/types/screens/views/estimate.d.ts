import type { EstimateState } from '../../core/index.ts';
export type TableEstimate = EstimateState['tables'][number];
export declare const orders: readonly ['size', 'rows', 'time', 'name'];
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
export type EstimateAction = {
    readonly type: 'select';
    readonly index: number;
} | {
    readonly type: 'order';
} | {
    readonly type: 'ask';
    readonly what: EstimateView['asking'];
} | {
    readonly type: 'filter';
    readonly text: string;
} | {
    readonly type: 'toggle';
    readonly table: string;
} | {
    readonly type: 'skip-large';
    readonly bytes: number | undefined;
};
export declare function reduceEstimate(view: EstimateView, action: EstimateAction): EstimateView;
/** The tables that are shown, in their order. */
export declare function shownTables(tables: readonly TableEstimate[], view: Pick<EstimateView, 'order' | 'filter'>): readonly TableEstimate[];
export type Choices = Pick<EstimateView, 'excluded' | 'skipLargeBytes'>;
export declare function isLeftOut(table: TableEstimate, choices: Choices): boolean;
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
export declare function totalsOf(estimate: EstimateState, choices: Choices, secondsWithout?: (tables: ReadonlySet<string>) => number | undefined): EstimateTotals;
/** A table's key as a pattern of --exclude-table: quoted where psql would fold or read it as a wildcard. */
export declare function patternOf(table: string): string;
