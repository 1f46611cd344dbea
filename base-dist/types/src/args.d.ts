import { type CommandName } from './commands/table.ts';
import { type Flags } from './flags.ts';
/** What the operator asked for, checked. Defaults that hang on the face or the profile come later. */
export interface Invocation {
    readonly kind: 'run';
    readonly command: CommandName;
    readonly flags: Flags;
    /** The run that was named behind the command; the newest fitting one where it is left out. */
    readonly runId: string | undefined;
    /** The word behind a command that takes one of several. */
    readonly topic: string | undefined;
    /** The folder behind a command that takes one. */
    readonly folder: string | undefined;
    /** What follows the topic. */
    readonly names: readonly string[];
}
/** `--help` and `--version` end here: their text goes to stdout, exit 0. */
export interface Answer {
    readonly kind: 'answer';
    readonly text: string;
}
/**
 * Arguments in (without node and script), checked request out.
 * Throws `config.invalid` with what is wrong and what to do; a command or flag that is not built is wrong too.
 */
export declare function parseArgs(argv: readonly string[], toolVersion: string): Invocation | Answer;
