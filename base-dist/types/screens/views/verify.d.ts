import { type CommandResult, type State } from '../../core/index.ts';
import { type Mark } from '../text/marks.ts';
export interface VerifyRow {
    readonly key: string;
    readonly mark: Mark;
    readonly name: string;
    readonly source: string;
    readonly target: string;
    readonly text: string;
}
/** What a verdict that is no agreement stands for: a skip is never green, and never a difference. */
export declare function itemMark(verdict: string): Mark;
/** Tables and other items, differences first, then what was skipped, then what agrees; what a resume kept comes last. */
export declare function verifyRows(state: Pick<State, 'verification'>): readonly VerifyRow[];
/** What is listed once all is compared: what differs, then the ladder, then everything by itself. */
export declare function finishedRows(state: Pick<State, 'verification'>): readonly VerifyRow[];
export interface VerifyVerdict {
    readonly mark: Mark;
    readonly text: string;
}
/** The verdict in one sentence; while it runs, how far it is. */
export declare function verifyVerdict(state: State, busy: boolean, result: CommandResult | undefined): VerifyVerdict;
