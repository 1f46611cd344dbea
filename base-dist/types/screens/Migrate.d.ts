import { type ReactNode } from 'react';
import type { CommandResult, State } from '../core/index.ts';
interface Props {
    readonly state: State;
    /** True while the run's command is under way. */
    readonly busy: boolean;
    readonly result: CommandResult | undefined;
    readonly onPause: () => void;
    readonly onProceed: () => void;
    /** Goes on with the run after it stopped or failed. */
    readonly onResume: () => void;
    /** Stops at a safe point, keeps everything and leaves the program. */
    readonly onStop: () => void;
    /** The plan of the rollback is shown, and it begins unless a key calls it off. */
    readonly onRollback: () => void;
    readonly onQuit: () => void;
}
/** The run: how far, how fast, what is wrong, and what is safe to press. */
export declare function Migrate({ state, busy, result, onPause, onProceed, onResume, onStop, onRollback, onQuit, }: Props): ReactNode;
export {};
