import type { ReactNode } from 'react';
interface Props {
    readonly text: string;
    /** For a line of a list: draws `❯` in front of the selected one. */
    readonly selected?: boolean;
}
/** Something is under way. A screen reader hears it once, not ten times a second. */
export declare function Working({ text, selected }: Props): ReactNode;
export {};
