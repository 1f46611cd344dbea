import type { Hash } from 'node:crypto';
import type { FileSource, HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';
import { CutoverError } from '../../errors.ts';

/** Files above this go in chunks of this, in bytes; the server takes no other size. [Supabase, Resumable uploads] */
export const chunkBytes = 6 * 1024 * 1024;

/** Pauses before a chunk is sent again, in ms. */
const retryDelays = [300, 1000, 3000, 5000];

export interface ResumableRequest {
  readonly endpoint: string;
  /** Where an earlier attempt has begun to put the file. */
  readonly uploadUrl: string | undefined;
  readonly upsert: boolean;
  readonly headers: { readonly [name: string]: string };
  readonly metadata: { readonly [name: string]: string };
  readonly size: number;
  /** The whole file, from its first byte. */
  readonly content: AsyncIterable<Uint8Array>;
  readonly hash: Hash;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  readonly onUrl: (url: string) => void;
}

/**
 * Uploads a file in chunks, from where the server has it. The content is read from its beginning all the same, since it
 * is hashed as it passes. Throws what tus-js-client throws, or `storage.changed` where the content has another size.
 */
export async function uploadResumable(request: ResumableRequest): Promise<void> {
  // Loaded by the first large file: most runs have none.
  const { Upload } = await import('tus-js-client');
  const source = new PassingSource(request);
  const ended = Promise.withResolvers<void>();
  const upload = new Upload(source as unknown as Buffer, {
    endpoint: request.endpoint,
    uploadUrl: request.uploadUrl ?? null,
    headers: { ...request.headers, 'x-upsert': String(request.upsert) },
    metadata: { ...request.metadata },
    uploadSize: request.size,
    chunkSize: chunkBytes,
    retryDelays,
    storeFingerprintForResuming: false,
    fileReader: { openFile: () => Promise.resolve(source) },
    httpStack: fetchStack(request.fetch),
    onUploadUrlAvailable: () => {
      if (upload.url !== null) request.onUrl(upload.url);
    },
    onSuccess: () => ended.resolve(),
    onError: (error) => ended.reject(source.failure ?? error),
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      return source.failure === undefined && !request.signal.aborted && (status < 400 || status >= 408);
    },
  });
  const onAbort = (): void => {
    void upload.abort().catch(() => undefined);
    ended.reject(request.signal.reason);
  };
  request.signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (request.signal.aborted) onAbort();
    else upload.start();
    await ended.promise;
    await source.finish();
  } finally {
    request.signal.removeEventListener('abort', onAbort);
    await source.cancel();
  }
}

/** What passes, in slices: the last one is kept, since a chunk that broke off is asked for again. */
class PassingSource implements FileSource {
  readonly size: number;
  readonly #iterator: AsyncIterator<Uint8Array>;
  readonly #hash: Hash;
  /** The last slice, and where it begins in the file. One buffer serves for all of them: a chunk is sent before the next. */
  readonly #kept: Buffer;
  #start = 0;
  #length = 0;
  #rest: Uint8Array = Buffer.alloc(0);
  #ended = false;
  /** Bytes that were taken from the content. */
  #passed = 0;
  /** Why the content could not be read. */
  failure: Error | undefined;

  constructor({ size, content, hash }: ResumableRequest) {
    this.size = size;
    this.#kept = Buffer.allocUnsafe(Math.min(size, chunkBytes));
    this.#iterator = content[Symbol.asyncIterator]();
    this.#hash = hash;
  }

  async slice(start: number, end: number): Promise<{ value: Buffer & { size?: number }; done: boolean }> {
    try {
      const until = Math.min(end, this.size);
      if (start < this.#start) throw new Error(`byte ${start} of the file has passed already`);
      const behind = Math.max(0, this.#start + this.#length - start);
      this.#kept.copyWithin(0, this.#length - behind, this.#length);
      this.#start = start;
      this.#length = behind;
      while (this.#passed < until) {
        const part = await this.#next(until - this.#passed);
        if (part === undefined) throw changed(`it ended after ${this.#passed} of ${this.size} bytes`);
        // What the server has of an earlier attempt only passes through the hash.
        const wanted = part.subarray(Math.max(0, part.length - (this.#passed - start)));
        this.#kept.set(wanted, this.#length);
        this.#length += wanted.length;
      }
      const value = this.#kept.subarray(0, this.#length);
      return { value: Object.assign(value, { size: value.length }), done: false };
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      throw this.failure;
    }
  }

  /** To the end of the file, of which nothing may be left that was not announced. */
  async finish(): Promise<void> {
    while (await this.#next(chunkBytes));
    if (this.#passed !== this.size) throw changed(`it has ${this.#passed} bytes in place of ${this.size}`);
  }

  async cancel(): Promise<void> {
    await this.#iterator.return?.().catch(() => undefined);
  }

  close(): void {
    // There is nothing to let go of: the content is cancelled by whoever opened it.
  }

  async #next(most: number): Promise<Uint8Array | undefined> {
    while (this.#rest.length === 0) {
      if (this.#ended) return undefined;
      const { value, done } = await this.#iterator.next();
      if (done === true) {
        this.#ended = true;
        return undefined;
      }
      this.#hash.update(value);
      this.#rest = value;
    }
    const part = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(part.length);
    this.#passed += part.length;
    return part;
  }
}

function changed(message: string): CutoverError {
  return new CutoverError('storage.changed', message, { hint: 'The file was replaced on the source meanwhile.' });
}

/** tus-js-client over the `fetch` of everything else: one pool of connections, one patience, one signal. */
function fetchStack(fetcher: typeof fetch): HttpStack {
  return { createRequest: (method, url) => new FetchRequest(fetcher, method, url), getName: () => 'fetch' };
}

class FetchRequest implements HttpRequest {
  readonly #fetch: typeof fetch;
  readonly #method: string;
  readonly #url: string;
  readonly #headers: Record<string, string> = {};
  readonly #abort = new AbortController();

  constructor(fetcher: typeof fetch, method: string, url: string) {
    this.#fetch = fetcher;
    this.#method = method;
    this.#url = url;
  }

  getMethod(): string {
    return this.#method;
  }

  getURL(): string {
    return this.#url;
  }

  setHeader(name: string, value: string): void {
    this.#headers[name] = value;
  }

  getHeader(name: string): string | undefined {
    return this.#headers[name];
  }

  setProgressHandler(): void {
    // Progress is told chunk by chunk.
  }

  async send(body: Buffer | null | undefined): Promise<HttpResponse> {
    const response = await this.#fetch(this.#url, {
      method: this.#method,
      headers: this.#headers,
      signal: this.#abort.signal,
      ...(body ? { body: body as Uint8Array<ArrayBuffer> } : {}),
    });
    const text = await response.text();
    return {
      getStatus: () => response.status,
      getHeader: (name) => response.headers.get(name) ?? undefined,
      getBody: () => text,
      getUnderlyingObject: () => response,
    };
  }

  abort(): Promise<void> {
    this.#abort.abort();
    return Promise.resolve();
  }

  getUnderlyingObject(): unknown {
    return this;
  }
}
