import { type ReactNode } from 'react';
import type { CommandResult, State } from '../core/index.ts';
interface Props {
    readonly state: State;
    readonly busy: boolean;
    readonly result: CommandResult | undefined;
    readonly onFinish: () => void;
    /** The plan of the rollback is shown, and it begins unless a key calls it off. */
    readonly onRollback: () => void;
    readonly onAgain: () => void;
    /** Stops at a safe point, keeps everything and leaves the program. */
    readonly onStop: () => void;
    readonly onQuit: () => void;
}
/** What was compared, differences first, and the verdict in one line. */
export declare function Verify({ state, busy, result, onFinish, onRollback, onAgain, onStop, onQuit }: Props): ReactNode;
export {};
