import type { ReactNode } from 'react';
import type { LogState } from '../../core/index.ts';
interface Props {
    readonly log: readonly LogState[];
    readonly rows: number;
    /** Lines that are scrolled back from the newest. */
    readonly up: number;
}
/** The newest lines of the log, the newest last. */
export declare function LogLines({ log, rows, up }: Props): ReactNode;
export {};
