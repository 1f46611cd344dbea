import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** A file with one JSON array, a row a line. The rows are texts as the server made them; nothing here parses one. */

/** Bytes that are written, and read, at once. */
const blockBytes = 1024 * 1024;

export interface WrittenFile {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes rows as they come, with no more than a block of them in memory, and makes sure that they are on the disk.
 * Rejects with the file system's error, or with that of `rows`.
 */
export async function writeRows(
  path: string,
  rows: AsyncIterable<string>,
  progress: (rows: number, bytes: number) => void,
): Promise<WrittenFile> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let pending: string[] = [];
  let pendingLength = 0;
  let count = 0;
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const block = Buffer.from(pending.join(''), 'utf8');
    pending = [];
    pendingLength = 0;
    hash.update(block);
    let at = 0;
    while (at < block.length) at += (await file.write(block, at)).bytesWritten;
    bytes += block.length;
    progress(count, bytes);
  };
  try {
    pending.push('[');
    for await (const row of rows) {
      pending.push(count === 0 ? '\n' : ',\n', row);
      pendingLength += row.length;
      count += 1;
      if (pendingLength >= blockBytes) await flush();
    }
    pending.push('\n]\n');
    await flush();
    await file.sync();
    return { rows: count, bytes, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

const newline = 0x0a;
const comma = 0x2c;

/**
 * The lines between the brackets, some of them at a time: as many as fill `batchBytes`, at least one. The digest is whole
 * when the last have been read. Rejects with the file system's error.
 */
export async function* readRows(
  path: string,
  batch: { readonly bytes: number; readonly rows: number },
  seen: { sha256: string; bytes: number; rows: number },
): AsyncGenerator<readonly string[]> {
  const hash = createHash('sha256');
  let rest: Buffer[] = [];
  let lines: string[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: blockBytes })) {
    const block = chunk as Buffer;
    hash.update(block);
    seen.bytes += block.length;
    let start = 0;
    for (let end = block.indexOf(newline); end !== -1; end = block.indexOf(newline, start)) {
      const line =
        rest.length === 0 ? block.subarray(start, end) : Buffer.concat([...rest, block.subarray(start, end)]);
      rest = [];
      start = end + 1;
      // The brackets stand alone on their lines, and a row is an object.
      if (line.length < 2) continue;
      seen.rows += 1;
      size += line.length;
      lines.push(line.toString('utf8', 0, line.at(-1) === comma ? line.length - 1 : line.length));
      if (size < batch.bytes && lines.length < batch.rows) continue;
      yield lines;
      lines = [];
      size = 0;
    }
    // A copy: the block's memory would stay for a few bytes of it.
    if (start < block.length) rest.push(Buffer.from(block.subarray(start)));
  }
  if (lines.length > 0) yield lines;
  seen.sha256 = hash.digest('hex');
}
