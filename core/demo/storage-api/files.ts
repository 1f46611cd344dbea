import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refusals } from './replies.ts';
import { makeFolder } from '../../folders.ts';

export interface WrittenFile {
  readonly size: number;
  /** As the server's rows have it: a quoted MD5. */
  readonly eTag: string;
}

/**
 * Files as the real server's file backend keeps them: a folder for each object, in it a file for each version. Names
 * are hashed, since an object may have the name of another one's folder.
 */
export class StorageFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  #folder(bucket: string, name: string): string {
    const hash = createHash('sha256').update(`${bucket}\n${name}`).digest('hex');
    return join(this.#root, hash.slice(0, 2), hash.slice(2));
  }

  async #path(bucket: string, name: string, version: string): Promise<string> {
    const folder = this.#folder(bucket, name);
    await makeFolder(folder);
    return join(folder, version);
  }

  /** Writes what arrives, up to `limit` bytes; what is larger is refused and leaves nothing behind. */
  async write(bucket: string, name: string, version: string, body: Readable, limit: number): Promise<WrittenFile> {
    const path = await this.#path(bucket, name, version);
    const hash = createHash('md5');
    let size = 0;
    try {
      await pipeline(
        body,
        async function* (source: AsyncIterable<Buffer>) {
          for await (const chunk of source) {
            size += chunk.length;
            if (size > limit) throw refusals.tooLarge();
            hash.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(path),
      );
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { size, eTag: `"${hash.digest('hex')}"` };
  }

  /** Writes a file that is in memory already. */
  async put(bucket: string, name: string, version: string, content: Uint8Array): Promise<WrittenFile> {
    await writeFile(await this.#path(bucket, name, version), content);
    return { size: content.length, eTag: `"${createHash('md5').update(content).digest('hex')}"` };
  }

  /** Takes over a file that was written elsewhere below the root. */
  async adopt(bucket: string, name: string, version: string, from: string): Promise<WrittenFile> {
    const path = await this.#path(bucket, name, version);
    const hash = createHash('md5');
    for await (const chunk of createReadStream(from)) hash.update(chunk as Buffer);
    await rename(from, path);
    return { size: (await stat(path)).size, eTag: `"${hash.digest('hex')}"` };
  }

  /** Where a version is, and its size. Throws the server's 500 where the row promises a file that is not there. */
  async find(bucket: string, name: string, version: string | null): Promise<{ path: string; size: number }> {
    const path = join(this.#folder(bucket, name), version ?? '');
    try {
      const found = await stat(path);
      if (found.isFile()) return { path, size: found.size };
    } catch {
      // As in the real server, a row without its file is an error of the server's own.
    }
    throw refusals.fileGone();
  }

  async move(
    from: { bucket: string; name: string; version: string | null },
    to: { bucket: string; name: string; version: string },
  ): Promise<void> {
    const { path } = await this.find(from.bucket, from.name, from.version);
    await rename(path, await this.#path(to.bucket, to.name, to.version));
  }

  /** Without a version the path is the object's folder, and with it goes every version: the trap of a NULL version. */
  async remove(bucket: string, name: string, version: string | null): Promise<void> {
    await rm(join(this.#folder(bucket, name), version ?? ''), { recursive: true, force: true });
  }

  temporary(id: string): string {
    return join(this.#root, `upload-${id}`);
  }
}
