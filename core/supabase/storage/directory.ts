import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CutoverError } from '../../errors.ts';
import type { StorageClient } from './client.ts';
import { tryHard } from './requests.ts';
import type { CarriedFile, Passed } from './transfer.ts';
import { makeFolder } from '../../folders.ts';

/** The longest segment that every file system takes, in bytes. */
const longestSegment = 240;

/**
 * Where a file goes below the folder: its own path where that is possible, with `%XX` for what a file system cannot
 * hold. Undefined where only a made-up name will do.
 */
export function pathOf(bucket: string, name: string): string | undefined {
  const segments = [bucket, ...name.split('/')].map(encodeSegment);
  if (segments.some((segment) => Buffer.byteLength(segment) > longestSegment)) return undefined;
  const path = segments.join('/');
  return Buffer.byteLength(path) > 3000 ? undefined : path;
}

/** Control characters, what Windows forbids, and the segments that mean a folder. No encoded segment starts with `%/`. */
function encodeSegment(segment: string): string {
  if (segment === '') return '%00';
  const encoded = segment.replace(/[\x00-\x1f\x7f%\\:*?"<>|]|^\.{1,2}$|[. ]$/g, (characters) =>
    [...characters].map((each) => `%${each.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`).join(''),
  );
  return encoded;
}

/** A name that nothing else has, for files whose own is taken: by a folder, or on a disk that ignores case. */
function inventedPath(bucket: string, name: string): string {
  return `${encodeSegment(bucket)}/%/${createHash('sha256').update(name).digest('hex')}`;
}

/**
 * Writes a file of the source below the folder, hashed as it passes, and gives its path there. It appears whole or not
 * at all; one of the same contents that is there already is taken for it. Throws CutoverError.
 */
export async function writeFile(request: {
  readonly source: StorageClient;
  readonly folder: string;
  readonly bucket: string;
  readonly name: string;
  readonly size: number | undefined;
  readonly passed: Passed;
}): Promise<CarriedFile & { readonly path: string }> {
  const { source, folder, bucket, name, passed } = request;
  const invented = inventedPath(bucket, name);
  const part = join(folder, `${invented}.part`);
  await makeFolder(dirname(part), 0o700);
  try {
    const file = await tryHard(
      { end: 'source', what: `download of ${bucket}/${name}`, signal: source.signal },
      async () => download(source, bucket, name, part, passed),
    );
    if (request.size !== undefined && request.size !== file.size) {
      throw new CutoverError(
        'storage.changed',
        `${bucket}/${name} has ${file.size} bytes, and its row says ${request.size}`,
        {
          hint: 'The file was replaced on the source meanwhile: resume moves the new one.',
        },
      );
    }
    for (const path of [pathOf(bucket, name), invented]) {
      if (path !== undefined && (await place(part, join(folder, path), file))) return { ...file, path };
    }
    throw new CutoverError('storage.exists', `there is another file in the place of ${bucket}/${name}`, {
      hint: `Empty ${folder}, or give another folder with --storage-dir.`,
    });
  } finally {
    await rm(part, { force: true });
  }
}

async function download(source: StorageClient, bucket: string, name: string, to: string, passed: Passed) {
  const hash = createHash('sha256');
  let size = 0;
  try {
    await pipeline(
      await source.download(bucket, name),
      async function* (content: AsyncIterable<Uint8Array>) {
        for await (const chunk of content) {
          hash.update(chunk);
          size += chunk.length;
          passed(chunk.length);
          yield chunk;
        }
      },
      createWriteStream(to, { mode: 0o600 }),
    );
    return { size, sha256: hash.digest() };
  } catch (error) {
    passed(-size);
    throw diskError(error, to) ?? error;
  }
}

/** Gives the finished file its name; false where something else has that name. */
async function place(part: string, path: string, file: CarriedFile): Promise<boolean> {
  try {
    await makeFolder(dirname(path), 0o700);
    await link(part, path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    // A folder where a file should be, or a file where a folder should be.
    if (code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENAMETOOLONG') return false;
    if (code !== 'EEXIST') throw diskError(error, path) ?? error;
  }
  const there = await hashFile(path).catch(() => undefined);
  return there !== undefined && there.size === file.size && there.sha256.equals(file.sha256);
}

/** What a file of the folder holds. Throws what the file system says. */
export async function hashFile(path: string, passed: Passed = () => undefined): Promise<CarriedFile> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
    passed(chunk.length);
  }
  return { size, sha256: hash.digest() };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Errors of the disk are not the Storage API's, and trying again helps none of them. */
function diskError(error: unknown, path: string): CutoverError | undefined {
  const code = codeOf(error);
  if (
    code === undefined ||
    !/^(?:EACCES|EDQUOT|EFBIG|EIO|EISDIR|EMFILE|ENOSPC|ENOTDIR|EPERM|EROFS|EXDEV)$/.test(code)
  ) {
    return undefined;
  }
  return new CutoverError('storage.refused', `${path} cannot be written: ${(error as Error).message}`, {
    hint: 'Make room or give another folder with --storage-dir, then resume.',
    cause: error,
  });
}
