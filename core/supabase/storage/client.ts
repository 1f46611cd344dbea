import type { Readable } from 'node:stream';
import type { createClient } from '@supabase/supabase-js';
import type { StorageSettings } from './settings.ts';
import { encodeName } from './names.ts';
import { patientFetch, tryHard } from './requests.ts';

/** How an object is stored beside its contents. */
export interface FileFacts {
  readonly contentType: string;
  /** Without `max-age=`; undefined where the server is to decide. */
  readonly cacheControl: string | undefined;
  readonly userMetadata: { readonly [key: string]: unknown } | undefined;
}

export interface BucketSettings {
  readonly public: boolean;
  /** In bytes; null for the server's own limit. */
  readonly fileSizeLimit: number | null;
  /** Null for any. */
  readonly allowedMimeTypes: readonly string[] | null;
}

export interface ListedBucket extends BucketSettings {
  readonly id: string;
  readonly type: string;
}

/** One entry of a folder: an object, or a folder where `id` is null. */
export interface Listed {
  readonly name: string;
  readonly id: string | null;
  readonly size: number;
}

export interface ListedObject {
  readonly id: string;
  readonly version: string | undefined;
  readonly size: number | undefined;
}

/** Entries that one request lists; the server gives no more than 1500. */
const listPage = 1000;

/** The Storage API of one end. Every method tries again while an answer can be another one; all throw CutoverError. */
export class StorageClient {
  readonly end: 'source' | 'target';
  readonly #settings: StorageSettings;
  readonly #signal: AbortSignal;
  readonly #storage: ReturnType<typeof createClient>['storage'];
  readonly fetch: typeof fetch;

  private constructor(
    end: 'source' | 'target',
    settings: StorageSettings,
    signal: AbortSignal,
    make: typeof createClient,
    send: typeof fetch,
  ) {
    this.end = end;
    this.#settings = settings;
    this.#signal = signal;
    this.fetch = patientFetch(send, signal);
    const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
    this.#storage = make(settings.url, settings.serviceKey, { auth, global: { fetch: this.fetch } }).storage;
  }

  static async open(end: 'source' | 'target', settings: StorageSettings, signal: AbortSignal): Promise<StorageClient> {
    // Loaded only where they are used: most commands never ask an API.
    const [{ createClient: make }, { httpFetch }] = await Promise.all([
      import('@supabase/supabase-js'),
      import('./http.ts'),
    ]);
    return new StorageClient(end, settings, signal, make, httpFetch(signal));
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  get resumableEndpoint(): string {
    return `${this.#settings.url.replace(/\/+$/, '')}/storage/v1/upload/resumable`;
  }

  get headers(): { readonly [name: string]: string } {
    return { authorization: `Bearer ${this.#settings.serviceKey}`, apikey: this.#settings.serviceKey };
  }

  async buckets(): Promise<ListedBucket[]> {
    const found = await this.#ask('list of buckets', () => this.#storage.listBuckets());
    return found.map((bucket) => ({
      id: bucket.id,
      public: bucket.public,
      fileSizeLimit: bucket.file_size_limit ?? null,
      allowedMimeTypes: bucket.allowed_mime_types ?? null,
      type: bucket.type ?? 'STANDARD',
    }));
  }

  async createBucket(id: string, settings: BucketSettings): Promise<void> {
    await this.#ask(`creation of bucket ${id}`, () => this.#storage.createBucket(id, optionsOf(settings)));
  }

  async updateBucket(id: string, settings: BucketSettings): Promise<void> {
    await this.#ask(`settings of bucket ${id}`, () => this.#storage.updateBucket(id, optionsOf(settings)));
  }

  /** Refused by the server while something is in it. */
  async deleteBucket(id: string): Promise<void> {
    await this.#ask(`deletion of bucket ${id}`, () => this.#storage.deleteBucket(id));
  }

  /** One folder level, page by page. */
  async *list(bucket: string, folder: string): AsyncGenerator<Listed> {
    const sortBy = { column: 'name', order: 'asc' };
    for (let offset = 0; ; offset += listPage) {
      const entries = await this.#ask(`list of ${bucket}/${folder}`, () =>
        this.#storage.from(bucket).list(folder, { limit: listPage, offset, sortBy }),
      );
      for (const { name, id, metadata } of entries) {
        const size: unknown = (metadata as { size?: unknown } | null)?.size;
        yield { name, id, size: typeof size === 'number' ? size : 0 };
      }
      if (entries.length < listPage) return;
    }
  }

  async info(bucket: string, name: string): Promise<FileFacts & ListedObject> {
    const info = await this.#ask(`facts of ${bucket}/${name}`, () => this.#storage.from(bucket).info(encodeName(name)));
    return {
      id: info.id,
      version: info.version,
      size: info.size,
      contentType: info.contentType ?? 'application/octet-stream',
      cacheControl: info.cacheControl,
      userMetadata: info.metadata,
    };
  }

  /** The file's bytes, as they come; what breaks off later is the caller's to try again. */
  async download(bucket: string, name: string): Promise<AsyncIterable<Uint8Array>> {
    const { data, error } = await this.#storage.from(bucket).download(encodeName(name)).asStream();
    if (error) throw error;
    // What asStream gives is the answer's body as it is, which is the socket's own stream here.
    return data as unknown as AsyncIterable<Uint8Array>;
  }

  /** Puts a file there. One try: the body may have passed. */
  async upload(
    bucket: string,
    name: string,
    body: Buffer | Readable,
    facts: FileFacts & { readonly upsert: boolean },
  ): Promise<void> {
    const { error } = await this.#storage.from(bucket).upload(encodeName(name), body, {
      upsert: facts.upsert,
      contentType: facts.contentType,
      ...(facts.cacheControl === undefined ? {} : { cacheControl: facts.cacheControl }),
      ...(facts.userMetadata === undefined ? {} : { metadata: { ...facts.userMetadata } }),
    });
    if (error) throw error;
  }

  async move(from: { bucket: string; name: string }, to: { bucket: string; name: string }): Promise<void> {
    await this.#ask(`move of ${from.bucket}/${from.name}`, () =>
      this.#storage.from(from.bucket).move(from.name, to.name, { destinationBucket: to.bucket }),
    );
  }

  /** Removes those of the names that are there. */
  async remove(bucket: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await this.#ask(`deletion in bucket ${bucket}`, () => this.#storage.from(bucket).remove([...names]));
  }

  async #ask<T>(
    what: string,
    send: () => Promise<{ readonly data: T; readonly error: Error | null }>,
  ): Promise<NonNullable<T>> {
    return await tryHard({ end: this.end, what, signal: this.#signal }, async () => {
      const { data, error } = await send();
      if (error) throw error;
      return data as NonNullable<T>;
    });
  }
}

function optionsOf(settings: BucketSettings) {
  return {
    public: settings.public,
    fileSizeLimit: settings.fileSizeLimit,
    allowedMimeTypes: settings.allowedMimeTypes === null ? null : [...settings.allowedMimeTypes],
  };
}
