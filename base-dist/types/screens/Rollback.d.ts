import { type ReactNode } from 'react';
import type { CommandResult, State } from '../core/index.ts';
interface Props {
    readonly state: State;
    readonly busy: boolean;
    readonly result: CommandResult | undefined;
    /** The plan is being read, is shown, or could not be read; undefined once the rollback itself has begun. */
    readonly planning: {
        readonly result: CommandResult | undefined;
        readonly going: boolean;
    } | undefined;
    /** The countdown is over. */
    readonly onGo: () => void;
    readonly onCancel: () => void;
    readonly onFinish: () => void;
    readonly onAgain: () => void;
    readonly onStop: () => void;
    readonly onQuit: () => void;
}
/** The way back: its plan and five seconds to call it off, then how it goes, and how it ended. */
export declare function Rollback(props: Props): ReactNode;
export {};
