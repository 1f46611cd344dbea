import { type ReactNode } from 'react';
import { type DriftFacts } from './views/drift.ts';
interface Props {
    /** Undefined while the sources of truth are being read. */
    readonly facts: DriftFacts | undefined;
    readonly error: {
        readonly code: string;
        readonly message: string;
        readonly hint: string;
    } | undefined;
    readonly onAgain: () => void;
    readonly onBack: () => void;
}
/** In what the sources of truth part: the worst first, each with whose doing it is and the SQL that ends it. */
export declare function Drift({ facts, error, onAgain, onBack }: Props): ReactNode;
export {};
