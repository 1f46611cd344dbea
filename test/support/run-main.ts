import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import type { Core } from '../../src/house.ts';
import { main, type ProgramProcess } from '../../src/main.ts';
import { removal } from './removal.ts';
import { type ScriptedEngine, scriptEngine } from './scripted-engine.ts';
import type { EngineConfig } from '../../core/config.ts';

export interface MainRequest {
  readonly engine?: ScriptedEngine;
  readonly env?: Record<string, string>;
  readonly tty?: boolean;
  readonly core?: Partial<Core>;
  /** Files of the working folder, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** What every write to stdout comes to. */
  readonly stdoutError?: Error;
}

export interface MainResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What engines were made for. */
  readonly configs: readonly EngineConfig[];
}

/** The program in this process, with an engine of the test's own and nothing of this machine's settings. */
export async function runMain(args: readonly string[], request: MainRequest = {}): Promise<MainResult> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-main-'));
  const configs: EngineConfig[] = [];
  for (const [name, text] of Object.entries(request.files ?? {})) writeFileSync(join(folder, name), text);
  const process = fakeProcess(folder, request);
  const refuse = (): never => {
    throw new TypeError('not for this test');
  };
  const core: Core = {
    createEngine: (config) => {
      configs.push(config);
      return request.engine ?? scriptEngine();
    },
    connect: refuse,
    startDemo: refuse,
    loadWizard: refuse,
    ...request.core,
  };
  try {
    const code = await main(['--state-dir', join(folder, 'state'), ...args], process.program, core);
    return { code, stdout: process.stdout(), stderr: process.stderr(), configs };
  } finally {
    rmSync(folder, removal);
  }
}

function fakeProcess(folder: string, { env = {}, tty = false, stdoutError }: MainRequest) {
  const stdout = stdoutError ? broken(stdoutError) : collect(tty);
  const stderr = collect(tty);
  const program = Object.assign(new EventEmitter(), {
    stdin: Object.assign(new PassThrough(), { isTTY: tty }),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: { TERM: 'xterm', XDG_CONFIG_HOME: join(folder, 'config'), ...env },
    cwd: () => folder,
    exit: (code: number) => {
      throw new TypeError(`the program was forced to exit with ${code}`);
    },
  }) as unknown as ProgramProcess;
  return { program, stdout: stdout.text, stderr: stderr.text };
}

function collect(isTTY: boolean) {
  const chunks: Buffer[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY });
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

/** Like the real one, it is there still after an error. */
function broken(error: Error) {
  const stream = new Writable({
    autoDestroy: false,
    write(_chunk, _encoding, done) {
      stream.emit('error', error);
      done();
    },
  });
  return { stream, text: () => '' };
}
