import { type ReactNode } from 'react';
interface Props {
    /** A sign in front, with a colour of its own. */
    readonly sign?: string;
    readonly signColor?: string;
    readonly text: string;
    readonly color?: string;
    readonly dim?: boolean;
    readonly bold?: boolean;
    /** Draws `❯` in front of a list's selected line; left out for lines that are in no list. */
    readonly selected?: boolean;
}
/** One line of a screen. Drawn again only when its words change. */
export declare const Line: import("react").MemoExoticComponent<({ sign, signColor, text, color, dim, bold, selected }: Props) => ReactNode>;
export {};
