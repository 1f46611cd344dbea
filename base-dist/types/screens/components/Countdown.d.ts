import { type ReactNode } from 'react';
interface Props {
    readonly seconds: number;
    /** What happens at its end, as a sentence about the future. */
    readonly text: string;
    readonly onDone: () => void;
    /** Any key calls it off. */
    readonly onCancel: () => void;
}
/** One key has asked for something grave; these seconds are for thinking again. */
export declare function Countdown({ seconds, text, onDone, onCancel }: Props): ReactNode;
export {};
