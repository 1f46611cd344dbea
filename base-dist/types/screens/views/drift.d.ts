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
    readonly sql: readonly {
        readonly on: string;
        readonly toward: string;
        readonly text: string;
    }[];
}
export interface DriftFacts {
    readonly verdict: string;
    readonly advice: readonly string[];
    /** Source of truth, hash, where it was read from. */
    readonly truths: readonly string[];
    readonly rows: readonly DriftRow[];
    readonly notCompared: readonly string[];
}
declare const orders: readonly ['all', 'breaking', 'risky', 'harmless'];
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
export declare const firstDriftView: DriftView;
export type DriftAction = {
    readonly type: 'select';
    readonly index: number;
} | {
    readonly type: 'filter';
    readonly text: string;
} | {
    readonly type: 'mode';
    readonly mode: DriftView['mode'];
} | {
    readonly type: 'severity';
} | {
    readonly type: 'way';
    readonly ways: number;
} | {
    readonly type: 'scroll';
    readonly from: number;
};
export declare function reduceDrift(view: DriftView, action: DriftAction): DriftView;
/** Rows that the filter and the severity leave. */
export declare function shownDrift(rows: readonly DriftRow[], { filter, severity }: DriftView): readonly DriftRow[];
/** Everything about one difference, line by line, uncut. */
export declare function detailLines(row: DriftRow, way: number): readonly string[];
export {};
