import type { ReactNode } from 'react';
interface Props {
    /** 0 to 1; more than 1 is drawn as full. */
    readonly share: number;
    readonly width: number;
    readonly color?: string;
}
/** A share as a bar, or as per cent for a screen reader. */
export declare function Bar({ share, width, color }: Props): ReactNode;
/** `████░░░░`. Full only when all of it is done. */
export declare function barText(share: number, width: number): string;
export {};
