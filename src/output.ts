import type { Writable } from 'node:stream';

/** Errors of a reader that has left: a pipe that was closed, a terminal that was taken away. */
const readerGone: ReadonlySet<string> = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/** True where a stream broke since nobody reads it any more; what else breaks it is told of. */
export function isReaderGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && readerGone.has(String(error.code));
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
