import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CutoverError } from '../../errors.ts';
import type { FileFacts, StorageClient } from './client.ts';
import { storageError } from './errors.ts';
import { withoutGarbage } from './garbage.ts';
import { tryHard } from './requests.ts';
import { chunkBytes, uploadResumable } from './resumable.ts';

/** Files up to this are held whole, in bytes: an upload that fails is tried again without a second download. */
const heldBytes = 1024 * 1024;

export interface FileToCarry extends FileFacts {
  readonly bucket: string;
  readonly name: string;
  /** As the source's row says it; undefined where it does not. */
  readonly size: number | undefined;
  /** Whether what is there under its name is the run's own, and may be replaced. */
  readonly upsert: boolean;
}

export interface CarriedFile {
  readonly size: number;
  readonly sha256: Buffer;
}

/** Bytes that have passed, or come back where an attempt failed. */
export type Passed = (bytes: number) => void;

export interface CarryRequest {
  readonly source: StorageClient;
  readonly target: StorageClient;
  readonly file: FileToCarry;
  /** Where an earlier attempt has begun to put it. */
  readonly uploadUrl: string | undefined;
  readonly onUrl: (url: string) => void;
  readonly passed: Passed;
}

/**
 * Carries one file from the source's Storage to the target's, hashed as it passes: small ones whole, others as a
 * stream, large ones in chunks that are resumed. Nothing touches the disk, and no more than a chunk is in memory.
 * Throws `storage.missing` and `storage.changed` where the source is not what its row says, or what the target says.
 */
export async function carryFile(request: CarryRequest): Promise<CarriedFile> {
  const { size } = request.file;
  if (size !== undefined && size <= heldBytes) return await carryHeld(request);
  if (size !== undefined && size > chunkBytes) return await carryLarge(request);
  return await carryStream(request);
}

async function carryHeld({ source, target, file, passed }: CarryRequest): Promise<CarriedFile> {
  const { bucket, name } = file;
  const content = await tryHard(
    { end: 'source', what: `download of ${bucket}/${name}`, signal: source.signal },
    async () => wholeOf(await source.download(bucket, name)),
  );
  const carried = { size: content.length, sha256: createHash('sha256').update(content).digest() };
  refuseChanged(file, carried.size);
  await tryHard({ end: 'target', what: `upload of ${bucket}/${name}`, signal: target.signal }, async (attempt) =>
    target.upload(bucket, name, content, upsertOf(file, attempt)),
  );
  passed(carried.size);
  return carried;
}

async function wholeOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function carryStream(request: CarryRequest): Promise<CarriedFile> {
  return await attempts(request, async ({ content, hash, count, attempt }) => {
    const { target, file } = request;
    await target.upload(file.bucket, file.name, Readable.from(content), upsertOf(file, attempt));
    refuseChanged(file, count());
    return { size: count(), sha256: hash.digest() };
  });
}

async function carryLarge(request: CarryRequest): Promise<CarriedFile> {
  const { file, target } = request;
  const { size = 0 } = file;
  let { uploadUrl } = request;
  return await attempts(request, async ({ content, hash, attempt }) => {
    await uploadResumable({
      endpoint: target.resumableEndpoint,
      uploadUrl,
      upsert: upsertOf(file, attempt).upsert,
      headers: target.headers,
      metadata: {
        bucketName: file.bucket,
        objectName: file.name,
        contentType: file.contentType,
        ...(file.cacheControl === undefined ? {} : { cacheControl: file.cacheControl }),
        ...(file.userMetadata === undefined ? {} : { metadata: JSON.stringify(file.userMetadata) }),
      },
      size,
      content,
      hash,
      fetch: target.fetch,
      signal: target.signal,
      onUrl: (url) => {
        uploadUrl = url;
        request.onUrl(url);
      },
    });
    return { size, sha256: hash.digest() };
  });
}

interface Attempt {
  readonly content: AsyncIterable<Uint8Array>;
  /** Of `content`, for whoever does not hash by itself. */
  readonly hash: Hash;
  readonly count: () => number;
  /** From 1. */
  readonly attempt: number;
}

/** Tries with a new download each time. What broke on the source's side is told as the source's error. */
async function attempts(
  { source, target, file, passed }: CarryRequest,
  work: (attempt: Attempt) => Promise<CarriedFile>,
): Promise<CarriedFile> {
  const { bucket, name } = file;
  const resumable = file.size !== undefined && file.size > chunkBytes;
  return await tryHard(
    { end: 'target', what: `upload of ${bucket}/${name}`, signal: target.signal },
    async (attempt) => {
      const hash = createHash('sha256');
      let broken: CutoverError | undefined;
      let bytes = 0;
      async function* content(): AsyncGenerator<Uint8Array> {
        try {
          for await (const chunk of withoutGarbage(await source.download(bucket, name))) {
            if (!resumable) hash.update(chunk);
            bytes += chunk.length;
            passed(chunk.length);
            yield chunk;
          }
        } catch (error) {
          broken = storageError(error, 'source', `download of ${bucket}/${name}`);
          throw broken;
        }
      }
      try {
        return await work({ content: content(), hash, count: () => bytes, attempt });
      } catch (error) {
        passed(-bytes);
        throw broken ?? error;
      }
    },
  );
}

/** What an attempt before may have left behind is the run's own. */
function upsertOf(file: FileToCarry, attempt: number): FileToCarry {
  return attempt === 1 ? file : { ...file, upsert: true };
}

function refuseChanged(file: FileToCarry, size: number): void {
  if (file.size === undefined || file.size === size) return;
  throw new CutoverError(
    'storage.changed',
    `${file.bucket}/${file.name} has ${size} bytes, and its row says ${file.size}`,
    { hint: 'The file was replaced on the source meanwhile: resume moves the new one.' },
  );
}

/** What is stored under a name, read to its end. */
export async function readFile(
  client: StorageClient,
  bucket: string,
  name: string,
  passed: Passed = () => undefined,
): Promise<CarriedFile> {
  const what = `download of ${bucket}/${name}`;
  return await tryHard({ end: client.end, what, signal: client.signal }, async () => {
    const hash = createHash('sha256');
    let size = 0;
    try {
      for await (const chunk of withoutGarbage(await client.download(bucket, name))) {
        hash.update(chunk);
        size += chunk.length;
        passed(chunk.length);
      }
      return { size, sha256: hash.digest() };
    } catch (error) {
      passed(-size);
      throw error;
    }
  });
}
