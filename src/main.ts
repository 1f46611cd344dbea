import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import nodeProcess from 'node:process';
import type { Writable } from 'node:stream';
import {
  appendRunLog,
  connect,
  createEngine,
  CutoverError,
  defaultStateDir,
  redactText,
  startDemo,
  toCutoverError,
} from '../core/index.ts';
import { type Invocation, parseArgs } from './args.ts';
import { runBackup, runRestore } from './commands/backup.ts';
import { runDemo } from './commands/demo.ts';
import { runDrift } from './commands/drift.ts';
import { runHeadless } from './commands/headless.ts';
import { runInteractive } from './commands/interactive.ts';
import { runReport } from './commands/report.ts';
import { runSeed } from './commands/seed.ts';
import type { CommandName } from './commands/table.ts';
import { readDotenv } from './connection-settings.ts';
import { exitCodeOfError, exitCodes } from './exit-code.ts';
import { type Core, type House, isInteractive, type Surroundings } from './house.ts';
import { isReaderGone } from './output.ts';
import { createShutdown, type ProcessLike, type Shutdown } from './shutdown.ts';
import { readToolVersion } from './version.ts';

/** The parts of `process` that the program uses. */
export type ProgramProcess = ProcessLike & Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env' | 'cwd'>;

const realCore: Core = { createEngine, connect, startDemo, loadWizard: () => import('./wizard.tsx') };

/** Commands whose outcome is in the run's report and in the target: losing their output takes nothing from it. */
const recorded: ReadonlySet<CommandName> = new Set<CommandName>([
  ...(['demo', 'run', 'resume', 'verify', 'rollback', 'finalize', 'reconcile', 'backup', 'restore'] as const),
  ...(['migrations', 'wizard'] as const),
]);

/** The program: arguments in (without node and script), exit code out. Never throws. */
export async function main(argv: readonly string[], process: ProgramProcess, core: Core = realCore): Promise<number> {
  const around: Surroundings = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
  };
  // A reader that has gone must not end a migration, nor a disk that is full of its log: but that is said.
  let lost: unknown;
  around.stdout.on('error', (error) => {
    if (!isReaderGone(error)) lost ??= error;
  });
  around.stderr.on('error', () => undefined);
  const warn = (line: string): void => {
    around.stderr.write(`${redactText(line)}\n`);
  };

  const { code, command } = await attempt(argv, process, core, { around, warn });
  if (lost === undefined) return code;
  warn(`cutover: the output could not be written: ${toCutoverError(lost).message}`);
  return code === exitCodes.done && !(command && recorded.has(command)) ? exitCodes.failure : code;
}

interface Attempt {
  readonly code: number;
  /** Undefined where the arguments name none that could be run. */
  readonly command?: CommandName;
}

async function attempt(
  argv: readonly string[],
  process: ProgramProcess,
  core: Core,
  { around, warn }: Pick<House, 'around' | 'warn'>,
): Promise<Attempt> {
  let shutdown: Shutdown | undefined;
  let command: CommandName | undefined;
  const ended = (code: number): Attempt => ({ code, ...(command === undefined ? {} : { command }) });
  try {
    const toolVersion = readToolVersion();
    const asked = parseArgs(argv, toolVersion);
    if (asked.kind === 'answer') {
      around.stdout.write(asked.text);
      return ended(exitCodes.done);
    }
    const { flags } = asked;
    command = asked.command;
    const stateDir = flags.stateDir === undefined ? defaultStateDir(around.env) : resolve(around.cwd, flags.stateDir);
    let runId: string | undefined;
    const record = (message: string, error: unknown): void => appendRunLog(stateDir, runId, message, error);
    const signals = createShutdown({ process, say: warn, record });
    shutdown = signals;
    hearWarnings(process, record, warn);
    const house: House = {
      core,
      around,
      flags,
      argv,
      dotenv: readDotenv(around.cwd),
      settings: async () => {
        const { openSettings, settingsFolder } = await import('./settings.ts');
        signals.reclaim();
        return openSettings(settingsFolder(around.env));
      },
      stateDir,
      operator: operatorName(around.env),
      toolVersion,
      shutdown: signals,
      noteRun: (id) => {
        runId = id;
      },
      warn,
    };
    try {
      return ended(await runCommand(asked, house));
    } catch (error) {
      // What the operator is not shown is kept: the stack and the cause.
      if (!(error instanceof CutoverError) || error.code === 'internal') record('the command failed', error);
      throw error;
    }
  } catch (thrown) {
    const error = toCutoverError(thrown);
    warn(`cutover: ${error.message}`);
    if (error.hint !== '') warn(`  ${error.hint}`);
    return ended(exitCodeOfError(error));
  } finally {
    await shutdown?.cleanup();
    shutdown?.dispose();
    await Promise.all([drained(around.stdout), drained(around.stderr)]);
  }
}

async function runCommand({ command, runId, topic, folder, names, flags }: Invocation, house: House): Promise<number> {
  if (command === 'report') return runReport(runId, house);
  if (command === 'backup') return runBackup(house);
  if (command === 'restore') return runRestore(folder ?? '', house);
  if (command === 'seed') return runSeed(house);
  // These lay out columns, and the widths of all characters are much to load for a run.
  if (command === 'migrations') {
    const { runMigrations } = await import('./commands/migrations.ts');
    return runMigrations(topic ?? '', names, house);
  }
  if (command === 'drift') return runDrift(house);
  if (command === 'users') {
    const { runUsers } = await import('./commands/users.ts');
    return runUsers(topic ?? '', house);
  }
  if (command === 'demo') return isInteractive(house.around, flags) ? runInteractive(house, 'demo') : runDemo(house);
  if (command !== 'wizard') return runHeadless({ command, runId }, house);
  if (isInteractive(house.around, flags)) return runInteractive(house, 'wizard');
  throw new CutoverError('config.invalid', 'the wizard needs a terminal that can be drawn on and asked', {
    hint:
      "Without one, run 'cutover check', 'cutover estimate', 'cutover plan' and 'cutover run --go', " +
      "or 'cutover demo' for the built-in sample. 'cutover --help' lists them all.",
  });
}

/** An account without a name, as in some containers, has its number. */
function operatorName(env: Surroundings['env']): string {
  try {
    return env['SUDO_USER'] ?? userInfo().username;
  } catch {
    return `user ${String(nodeProcess.getuid?.() ?? 'unknown')}`;
  }
}

/** Node's own warnings are for developers and go to the log; the engine's are for the operator. */
function hearWarnings(
  process: ProgramProcess,
  record: (message: string, error: unknown) => void,
  warn: (line: string) => void,
): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning: Error) => {
    if (warning.name === 'CutoverWarning') warn(`cutover: ${warning.message}`);
    else record('warning', warning);
  });
}

/** Resolves once everything that was written is with the reader, or the reader is gone. */
function drained(output: Writable): Promise<void> {
  if (output.writableLength === 0 || output.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    output.once('close', resolve);
    output.write('', () => resolve());
  });
}
