import { type ReactNode } from 'react';
interface Props {
    /** What must be typed, letter for letter. */
    readonly name: string;
    /** What the name stands for: `the target database`. */
    readonly of: string;
    readonly columns: number;
    readonly onConfirm: () => void;
    readonly onCancel: () => void;
}
/** The go-ahead that no stray key gives: the name of what is at stake is typed. */
export declare function ConfirmByName({ name, of, columns, onConfirm, onCancel }: Props): ReactNode;
export {};
