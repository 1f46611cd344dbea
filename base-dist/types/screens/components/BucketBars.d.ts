import type { ReactNode } from 'react';
import type { BucketState, State } from '../../core/index.ts';
interface Props {
    /** In the order in which they are shown. */
    readonly buckets: readonly BucketState[];
    readonly state: State;
    readonly selected: number;
    readonly rows: number;
    readonly columns: number;
    readonly now: number;
}
/** A bar for each bucket, failures first, and above them what passes in a second. */
export declare function BucketBars({ buckets, state, selected, rows, columns, now }: Props): ReactNode;
export {};
