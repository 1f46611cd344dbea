import { type ReactNode } from 'react';
import type { DriftFacts } from '../screens/views/drift.ts';
interface Props {
    readonly read: () => Promise<DriftFacts>;
    readonly onBack: () => void;
}
/** Reads the drift as often as it is asked for; what comes when the screen was left is dropped. */
export declare function DriftScreen({ read, onBack }: Props): ReactNode;
export {};
