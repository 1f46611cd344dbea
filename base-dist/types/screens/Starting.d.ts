import type { ReactNode } from 'react';
interface Props {
    readonly text: string;
    readonly onBack: () => void;
}
/** The sample's servers are on their way up. */
export declare function Starting({ text, onBack }: Props): ReactNode;
export {};
