import type { ReactNode } from 'react';
import type { Binding } from '../keys.ts';
interface Props {
    readonly bindings: readonly Binding[];
    readonly rows: number;
    readonly columns: number;
}
/** Every key that works on this screen, the less usual ones included. */
export declare function Help({ bindings, rows, columns }: Props): ReactNode;
export {};
