import { render, type RenderOptions } from 'ink';
import { toCutoverError } from '../core/index.ts';
import type { Clock } from '../screens/hooks/useClock.ts';
import { App } from './App.tsx';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import type { Program, WizardStart } from './program.ts';
import { createSessions, type Ending } from './sessions.ts';
import { summaryText } from './summary.ts';

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
export function renderOptions(terminal: WizardTerminal, screenReader: boolean): RenderOptions {
  const { stdin, stdout, stderr, onRender } = terminal;
  return {
    stdin,
    stdout,
    stderr,
    // main has made sure of a terminal; Ink would draw nothing where a variable says CI.
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    maxFps: 15,
    isScreenReaderEnabled: screenReader,
    ...(onRender !== undefined && { onRender }),
  };
}

/** A terminal that was taken away by a signal, with nothing under way: what a shell expects of SIGTERM. */
const terminated = 143;

/**
 * Opens the wizard and resolves to the exit code when it is left. The summary goes to stdout, after the alternate
 * screen has closed; an error that drawing came to goes to stderr, without its stack, and gives 1.
 */
export async function runWizard(
  program: Program,
  start?: WizardStart,
  terminal: WizardTerminal = process,
): Promise<number> {
  const sessions = createSessions(program);
  if (start !== undefined && 'profile' in start) {
    sessions.open({ profile: start.profile, connections: program.connections(start.profile) });
  }
  const app = (
    <App
      program={program}
      sessions={sessions}
      {...(start !== undefined && { start })}
      {...(terminal.clock !== undefined && { clock: terminal.clock })}
    />
  );
  const instance = render(app, renderOptions(terminal, program.screenReader));
  let signalled = false;
  const stop = async (): Promise<void> => {
    signalled = true;
    await sessions.stop();
    instance.unmount();
  };
  const unsubscribe = program.onStop(stop);
  // A terminal that was taken away does not always send a signal: its input ends, or breaks.
  const onLost = (): void => void stop();
  terminal.stdin.on('end', onLost).on('error', onLost);
  let failed = false;
  const fail = (error: unknown): void => {
    failed = true;
    const { message, hint } = toCutoverError(error);
    terminal.stderr.write(`cutover: ${message}\n  ${hint}\n`);
  };
  try {
    await instance.waitUntilExit();
  } catch (error) {
    fail(error);
  }
  let ending: Ending | undefined;
  try {
    await sessions.stop();
    ending = sessions.ending();
    // Before anything is closed: servers of the sample take seconds, and nobody should look at nothing meanwhile.
    if (ending !== undefined) terminal.stdout.write(summaryText(ending, terminal.stdout.columns));
    for (const problem of await sessions.close()) fail(problem);
  } finally {
    unsubscribe();
    terminal.stdin.off('end', onLost).off('error', onLost);
  }
  if (failed) return exitCodes.failure;
  if (ending !== undefined) return exitCodeOf(ending.command, ending.result, ending.state);
  return signalled ? terminated : exitCodes.done;
}
