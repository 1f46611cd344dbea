import type { Writable } from 'node:stream';
import { redactDeep, redactText } from '../core/index.ts';

/** Errors of a reader that has left: a pipe that was closed, a terminal that was taken away. */
const readerGone: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/** True where a stream broke since nobody reads it any more; what else breaks it is told of. */
export function isReaderGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && readerGone.has(String(error.code));
}

/** Prints lines. Definitions and statements may hold keys, which belong into no log: they are taken out. */
export function printLines(output: Writable, lines: readonly string[]): void {
  for (const line of lines) output.write(`${redactText(line)}\n`);
}

/** Prints an object of the `--json` face that is no event of the engine, without secrets. */
export function printObject(output: Writable, type: string, body: Readonly<Record<string, unknown>>): void {
  const line = redactDeep({ v: 1, at: new Date().toISOString(), type, ...body });
  output.write(`${JSON.stringify(line)}\n`);
}

/** Writes, and waits for a reader that is slow, so that nothing piles up in memory. Resolves too when it is gone. */
export async function writeSlowly(output: Writable, text: string): Promise<void> {
  if (output.destroyed || output.write(text)) return;
  await new Promise<void>((resolve) => {
    const events = ['drain', 'error', 'close'] as const;
    const done = (): void => {
      for (const event of events) output.off(event, done);
      resolve();
    };
    for (const event of events) output.on(event, done);
  });
}
