import { type ReactNode } from 'react';
import type { CommandResult, EstimateState, State } from '../core/index.ts';
import { type Choices } from './views/estimate.ts';
interface Props {
    /** The estimate of everything, nothing left out; undefined until it is there. */
    readonly estimate: EstimateState | undefined;
    readonly state: State;
    readonly busy: boolean;
    readonly result: CommandResult | undefined;
    readonly choices: Choices;
    /** Seconds of the run without some tables, as the schedule would then be; undefined where nobody can tell. */
    readonly secondsWithout: ((tables: ReadonlySet<string>) => number | undefined) | undefined;
    readonly onNext: (choices: Choices) => void;
    readonly onAgain: () => void;
    readonly onBack: () => void;
}
/** How much there is, how long it takes, whether that fits the window, and what may be left out. */
export declare function Estimate({ estimate, state, busy, result, choices, secondsWithout, onNext, onAgain, onBack, }: Props): ReactNode;
export {};
