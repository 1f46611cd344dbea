import { type ReactNode } from 'react';
import { type DoneFacts } from './views/done.ts';
interface Props {
    readonly facts: DoneFacts;
    readonly onQuit: () => void;
    readonly onWelcome: () => void;
}
/** What was moved, what is left to do, and how long there is a way back. */
export declare function Done({ facts, onQuit, onWelcome }: Props): ReactNode;
export {};
