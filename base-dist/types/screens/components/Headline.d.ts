import type { ReactNode } from 'react';
interface Props {
    readonly sign: string;
    readonly color: string;
    readonly text: string;
    readonly columns: number;
}
/** Lines that a headline takes in a terminal of this width: one or two. */
export declare function headlineLines(text: string, columns: number): readonly string[];
/** The verdict of a screen: a sign, and a sentence of at most two lines. */
export declare function Headline({ sign, color, text, columns }: Props): ReactNode;
export {};
