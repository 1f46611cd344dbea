import { Console } from 'node:console';
import { EventEmitter, once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { Terminal as Emulator } from '@xterm/headless';

const sequences: Readonly<Record<string, string>> = {
  enter: '\r',
  esc: '\u001b',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  home: '\u001b[H',
  end: '\u001b[F',
  tab: '\t',
  space: ' ',
  backspace: '\u007f',
  'ctrl-c': '\u0003',
  'ctrl-u': '\u0015',
};

/** How long a test waits for a screen before it says what is there instead, in ms. */
const patienceMs = 30_000;

/** A terminal without a window: what a program writes is interpreted by a real emulator. */
export interface TestTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** The lines in sight, without trailing spaces. */
  lines(): readonly string[];
  /** The lines in sight as one text. */
  screen(): string;
  /** Everything that was written to stdout, control sequences included. */
  raw(): string;
  /** Everything that was written to stderr. */
  errors(): string;
  /** Presses keys one after the other: names such as `enter`, `up`, `ctrl-c`, or characters. */
  press(...keys: readonly string[]): Promise<void>;
  /** Types a text, character by character. */
  type(text: string): Promise<void>;
  /** A bracketed paste, as terminals send one. */
  paste(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Resolves with the screen once it has a text or fulfils a condition; looked at after each write. */
  waitFor(wanted: string | RegExp | ((screen: string) => boolean)): Promise<string>;
}

export function createTerminal(columns = 80, rows = 24): TestTerminal {
  // Ink redirects the console while it draws, and vitest's has no constructor to do it with.
  console.Console ??= Console;
  const emulator = new Emulator({ cols: columns, rows, allowProposedApi: true });
  const drawn = new EventEmitter();
  drawn.setMaxListeners(0);
  let raw = '';
  let errors = '';
  const size = { columns, rows };

  const stdout = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const text = chunk.toString();
      raw += text;
      emulator.write(text.replaceAll(/(?<!\r)\n/g, '\r\n'), () => {
        drawn.emit('drawn');
        done();
      });
    },
  });
  Object.defineProperties(stdout, {
    isTTY: { value: true },
    columns: { get: () => size.columns },
    rows: { get: () => size.rows },
  });
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      errors += chunk.toString();
      done();
    },
  });
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  }) as unknown as NodeJS.ReadStream & PassThrough;

  function lines(): readonly string[] {
    const buffer = emulator.buffer.active;
    return Array.from({ length: size.rows }, (_, row) => {
      const line = buffer.getLine(buffer.viewportY + row)?.translateToString(true, 0, size.columns) ?? '';
      // Coloured spaces at the end of a line are spaces too.
      return line.trimEnd();
    });
  }
  const screen = (): string => lines().join('\n');

  /** Lets what was read be handled, and effects be run, before anything else is sent. */
  async function settle(): Promise<void> {
    for (let turns = 0; turns < 4; turns += 1) await turn();
  }

  async function send(text: string): Promise<void> {
    await settle();
    stdin.write(text);
    await settle();
  }

  return {
    stdin,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    lines,
    screen,
    raw: () => raw,
    errors: () => errors,
    async press(...keys) {
      for (const key of keys) await send(sequences[key] ?? key);
    },
    async type(text) {
      for (const character of text) await send(character);
    },
    paste: (text) => send(`\u001b[200~${text}\u001b[201~`),
    async resize(newColumns, newRows) {
      size.columns = newColumns;
      size.rows = newRows;
      emulator.resize(newColumns, newRows);
      stdout.emit('resize');
      await settle();
    },
    async waitFor(wanted) {
      const matches = (text: string): boolean => {
        if (typeof wanted === 'function') return wanted(text);
        return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
      };
      const patience = AbortSignal.timeout(patienceMs);
      while (!matches(screen())) {
        try {
          await once(drawn, 'drawn', { signal: patience });
        } catch (cause) {
          throw new Error(`The terminal never showed ${String(wanted)}. It shows:\n${screen()}`, { cause });
        }
      }
      return screen();
    },
  };
}
