import { type ReactNode } from 'react';
import type { CommandResult, Profile, State } from '../core/index.ts';
import { type Ends } from './views/connect.ts';
interface Props {
    readonly profile: Profile;
    readonly ends: Ends;
    readonly state: State;
    /** True while the checks run. */
    readonly busy: boolean;
    readonly result: CommandResult | undefined;
    /** What an earlier action came to, where it needs saying. */
    readonly notice: string | undefined;
    /** What Enter leads to: the estimate, or a run that is to be resumed or looked at. */
    readonly next: string;
    readonly onChange: (profile: Profile, ends: Ends) => void;
    readonly onAgain: () => void;
    readonly onNext: () => void;
    readonly onDrift: () => void;
    readonly onBack: () => void;
}
/** Both ends, what was found there, and what to do where something is wrong. */
export declare function Connect({ profile, ends, state, busy, result, notice, next, onChange, onAgain, onNext, onDrift, onBack, }: Props): ReactNode;
export {};
