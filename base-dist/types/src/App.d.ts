import { type ReactNode } from 'react';
import { type Clock } from '../screens/hooks/useClock.ts';
import type { Program, WizardStart } from './program.ts';
import { type Sessions } from './sessions.ts';
interface Props {
    readonly program: Program;
    readonly sessions: Sessions;
    readonly start?: WizardStart;
    readonly clock?: Clock;
}
/** The wizard: which screen is shown, and what surrounds it. The work is the session's and the engine's. */
export declare function App({ program, sessions, start, clock }: Props): ReactNode;
export {};
