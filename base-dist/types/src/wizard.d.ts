import { type RenderOptions } from 'ink';
import type { Clock } from '../screens/hooks/useClock.ts';
import type { Program, WizardStart } from './program.ts';
/** The terminal that the wizard draws on; the process's own where it is left out. */
export interface WizardTerminal {
    readonly stdin: NodeJS.ReadStream;
    readonly stdout: NodeJS.WriteStream;
    readonly stderr: NodeJS.WriteStream;
    /** Time for countdowns and clocks; tests bring their own. */
    readonly clock?: Clock;
    /** Called after each frame. */
    readonly onRender?: () => void;
}
/** Ink's options: the alternate screen, only changed lines written, Ctrl-C left to the screens. */
export declare function renderOptions(terminal: WizardTerminal, screenReader: boolean): RenderOptions;
/**
 * Opens the wizard and resolves to the exit code when it is left. The summary goes to stdout, after the alternate
 * screen has closed; an error that drawing came to goes to stderr, without its stack, and gives 1.
 */
export declare function runWizard(program: Program, start?: WizardStart, terminal?: WizardTerminal): Promise<number>;
