import { type CommandResult, type CutoverError, type State } from '../core/index.ts';
import type { CommandName } from './commands/table.ts';
/** The exit codes of the contract; 130 and 143 belong to signals, see shutdown.ts. */
export declare const exitCodes: {
    readonly done: 0;
    readonly failure: 1;
    readonly usage: 2;
    readonly noGo: 3;
    readonly differences: 4;
    readonly rolledBack: 5;
    readonly stopped: 6;
};
/** The exit code of a command that resolved. `state` is the engine's, for what the verification found. */
export declare function exitCodeOf(command: CommandName, result: CommandResult, state: State): number;
/** The exit code of an error that ended the program. */
export declare function exitCodeOfError(error: CutoverError): number;
