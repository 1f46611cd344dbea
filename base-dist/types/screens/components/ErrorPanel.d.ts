import type { ReactNode } from 'react';
interface Props {
    readonly error: {
        readonly code: string;
        readonly message: string;
        readonly hint: string;
    };
    readonly columns: number;
    /** Lines that it may take. */
    readonly rows: number;
}
/** What went wrong, and what to do about it. The stack is in run.log, never here. */
export declare function ErrorPanel({ error, columns, rows }: Props): ReactNode;
export {};
