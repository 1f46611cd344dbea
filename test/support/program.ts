import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { type ContractEvent, contractEventSchema } from '../../core/events.ts';
import { removal } from './removal.ts';

const root = join(import.meta.dirname, '../..');

/** Compiles dist/ where it is not what the sources say. One process at a time does it; the others wait. */
export function buildProgram(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(root, '.ci/prepare.mjs')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the program could not be built:\n${stderr}`);
}

export interface ProgramResult {
  /** The exit code; null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves once this text has come out on either stream; rejects where the program ends before. */
  says(text: string): Promise<void>;
  /** What has come out so far. */
  output(): { readonly stdout: string; readonly stderr: string };
  readonly ended: Promise<ProgramResult>;
}

/** A folder for state, settings and home of one test's programs: nothing of this machine's own is read or written. */
export function privateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-e2e-'));
  onTestFinished(() => rmSync(folder, removal));
  return folder;
}

/** Starts the built program without a terminal; it is ended with its test. */
export function startProgram(
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
): RunningProgram {
  const child = spawn(process.execPath, [join(root, 'dist/program/cli.js'), ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      XDG_STATE_HOME: join(folder, 'state'),
      XDG_CONFIG_HOME: join(folder, 'config'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  // Gone before its folder is removed.
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  const output = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'close').then(
    ([code]: (number | null)[]): ProgramResult => ({ code: code ?? null, ...output }),
  );
  return {
    child,
    ended,
    output: () => ({ ...output }),
    says(text) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          if (!output.stdout.includes(text) && !output.stderr.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then(() =>
          reject(new Error(`the program ended without '${text}':\n${output.stdout}\n${output.stderr}`)),
        );
      });
    },
  };
}

export function runProgram(
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ProgramResult> {
  return startProgram(folder, args, env).ended;
}

/** The lines of `--json`, each checked against the contract. */
export function eventsOf(stdout: string): ContractEvent[] {
  return linesOf(stdout).map((line) => contractEventSchema.parse(JSON.parse(line)));
}

export function linesOf(text: string): string[] {
  return text === '' ? [] : text.trimEnd().split('\n');
}
