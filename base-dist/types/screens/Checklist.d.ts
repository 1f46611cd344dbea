import { type ReactNode } from 'react';
import type { CommandResult } from '../core/index.ts';
import { type ChecklistFacts } from './views/checklist.ts';
interface Props {
    readonly facts: ChecklistFacts;
    readonly result: CommandResult | undefined;
    /** Name of the target database: what the operator types to give the GO. */
    readonly targetDatabase: string;
    readonly onTick: (item: string) => void;
    /** The operator's word that a backup was taken elsewhere, or its taking back. */
    readonly onTickBackup: () => void;
    readonly onOverride: (check: string, reason: string) => void;
    readonly onGo: () => void;
    readonly onAgain: () => void;
    readonly onBack: () => void;
}
/** What was checked and with which evidence, what only people can know, and the verdict: GO or NO-GO. */
export declare function Checklist({ facts, result, targetDatabase, onTick, onTickBackup, onOverride, onGo, onAgain, onBack, }: Props): ReactNode;
export {};
