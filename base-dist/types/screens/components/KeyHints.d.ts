import type { ReactNode } from 'react';
import { type Binding } from '../keys.ts';
/** The keys that are valid now, as many as fit in one line; the help comes last and is always there. */
export declare function KeyHints({ bindings, columns, }: {
    readonly bindings: readonly Binding[];
    readonly columns: number;
}): ReactNode;
