import { type ReactNode } from 'react';
interface Props {
    readonly question: string;
    readonly options: readonly {
        readonly label: string;
        readonly run: () => void;
    }[];
    readonly onCancel: () => void;
}
/** A question with few answers; the first is the safe one. The digits choose directly. */
export declare function Choice({ question, options, onCancel }: Props): ReactNode;
export {};
