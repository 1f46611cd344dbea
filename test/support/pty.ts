import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { Terminal as Emulator } from '@xterm/headless';
import { onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** How long a test waits for a screen before it says what is there instead, in ms. */
const patienceMs = 120_000;

/** The built program in a terminal of its own: a real pseudo-terminal, read by a real emulator. */
export interface ProgramInTerminal {
  /** What the terminal shows, or showed when the program had ended: lines without trailing spaces. */
  screen(): string;
  /** Sends keys as a keyboard does. */
  send(keys: string): void;
  /** Resolves with the screen once it has the text. */
  waitFor(text: string): Promise<string>;
  /** The exit code. */
  readonly ended: Promise<number>;
}

export function startInTerminal(
  folder: string,
  args: readonly string[],
  size: { readonly columns: number; readonly rows: number },
): ProgramInTerminal {
  const emulator = new Emulator({ cols: size.columns, rows: size.rows, allowProposedApi: true });
  const drawn = new EventEmitter();
  drawn.setMaxListeners(0);
  const program = spawn(process.execPath, [join(root, 'dist/program/cli.js'), ...args], {
    name: 'xterm-256color',
    cols: size.columns,
    rows: size.rows,
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CONFIG_HOME: join(folder, 'config'),
    },
  });
  let hasEnded = false;
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  program.onData((text) => emulator.write(text, () => drawn.emit('drawn')));
  program.onExit(({ exitCode }) => {
    hasEnded = true;
    // What it wrote last is drawn first.
    emulator.write('', () => {
      drawn.emit('drawn');
      resolve(exitCode);
    });
  });
  onTestFinished(async () => {
    if (!hasEnded) program.kill('SIGKILL');
    await ended;
  });

  function screen(): string {
    const buffer = emulator.buffer.active;
    const lines = Array.from({ length: size.rows }, (_, row) =>
      buffer.getLine(buffer.viewportY + row)?.translateToString(true),
    );
    return lines.join('\n');
  }

  return {
    screen,
    send: (keys) => program.write(keys),
    ended,
    async waitFor(text) {
      const patience = AbortSignal.timeout(patienceMs);
      while (!screen().includes(text)) {
        try {
          await once(drawn, 'drawn', { signal: patience });
        } catch (cause) {
          throw new Error(`The terminal never showed '${text}'. It shows:\n${screen()}`, { cause });
        }
      }
      return screen();
    },
  };
}
