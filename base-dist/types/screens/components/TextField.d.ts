import { type ReactNode } from 'react';
interface Props {
    readonly label: string;
    readonly initial?: string;
    /** Shows dots in place of what is typed. */
    readonly masked?: boolean;
    readonly columns: number;
    readonly onSubmit: (value: string) => void;
    readonly onCancel: () => void;
    /** Each change, for a filter that works while one types. */
    readonly onChange?: (value: string) => void;
}
/** A line to type in. Enter takes it, Esc leaves it, Ctrl-U empties it; a paste comes in whole. */
export declare function TextField({ label, initial, masked, columns, onSubmit, onCancel, onChange, }: Props): ReactNode;
export {};
