import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Fault, Faults } from './storage-api/faults.ts';
import { StorageFiles, type WrittenFile } from './storage-api/files.ts';
import { readJson, refusals, refuse, sendJson, StorageRefusal, textOf } from './storage-api/replies.ts';
import { type BucketRow, StorageRows } from './storage-api/rows.ts';
import { refuseTus, type TusUpload, TusUploads } from './storage-api/tus.ts';

export interface StorageApiRequest {
  /** Of a role that owns the schema `storage`, which must be there. */
  readonly databaseUrl: string;
  readonly serviceKey?: string;
  /** In bytes; 50 MB where it is left out, as a self-hosted server has it. */
  readonly fileSizeLimit?: number;
}

/** A file that an upload has left behind, whole. */
export interface FinishedUpload {
  readonly bucket: string;
  readonly name: string;
  readonly bytes: number;
}

/** Stands in for Supabase Storage, which cannot run here; see docs/storage.md for what it is held to. */
export interface StorageApi {
  /** The project's URL: what `createClient` is given. */
  readonly url: string;
  readonly serviceKey: string;
  /** Every upload that came to its end, in order. */
  readonly uploads: readonly FinishedUpload[];
  fault(fault: Fault): void;
  /** From now on every request waits for so long, in ms. */
  slow(delayMs: number): void;
  /** Puts a file under a row that is there already, and makes the row tell of it. */
  fill(bucket: string, name: string, version: string, content: Uint8Array): Promise<WrittenFile>;
  /** Takes the file away and leaves its row, as a lost disk would. */
  forget(bucket: string, name: string): Promise<void>;
  /** Gives a file the name that its row has got, as a project from before today's rules has them. */
  rename(bucket: string, name: string, to: string): Promise<void>;
  /** Ends the server and removes its files. Safe to call twice. */
  stop(): Promise<void>;
}

const listLimit = 1500;
const prefix = '/storage/v1';

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** The path behind the prefix, split and not yet decoded. */
  readonly parts: readonly string[];
}

/** Starts a Storage API on a free port of this machine, with files in a folder of its own. */
export async function startStorageApi(request: StorageApiRequest): Promise<StorageApi> {
  const root = await mkdtemp(join(tmpdir(), 'cutover-storage-'));
  const api = new StorageServer(root, request);
  const server = createServer((incoming, response) => void api.handle(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let stopping: Promise<void> | undefined;
  return {
    url,
    serviceKey: api.serviceKey,
    uploads: api.uploads,
    fault: (fault) => api.faults.add(fault),
    slow: (delayMs) => api.faults.slow(delayMs),
    fill: (bucket, name, version, content) => api.files.put(bucket, name, version, content),
    forget: (bucket, name) => api.files.remove(bucket, name, null),
    rename: async (bucket, name, to) => {
      const version = (await api.rows.object(bucket, to)).version ?? '';
      await api.files.move({ bucket, name, version }, { bucket, name: to, version });
    },
    stop: () => {
      stopping ??= (async () => {
        server.closeAllConnections();
        await new Promise<void>((resolve) => server.close(() => resolve()));
        await api.rows.close();
        await rm(root, { recursive: true, force: true });
      })();
      return stopping;
    },
  };
}

class StorageServer {
  readonly serviceKey: string;
  readonly uploads: FinishedUpload[] = [];
  readonly faults = new Faults();
  readonly files: StorageFiles;
  readonly rows: StorageRows;
  readonly #tus: TusUploads;
  readonly #limit: number;

  constructor(root: string, { databaseUrl, serviceKey, fileSizeLimit }: StorageApiRequest) {
    this.serviceKey = serviceKey ?? `sb_secret_${randomUUID().replaceAll('-', '')}`;
    this.files = new StorageFiles(root);
    this.rows = new StorageRows(databaseUrl);
    this.#tus = new TusUploads(this.files);
    this.#limit = fileSizeLimit ?? 50 * 1024 * 1024;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    // What a gone client leaves half done is nobody's error.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    try {
      if (await this.faults.strike(request, response)) return;
      if (!path.startsWith(`${prefix}/`)) throw refusals.route(path);
      this.#authorize(request);
      const parts = path.slice(prefix.length + 1).split('/');
      await this.#route({ request, response, method: request.method ?? 'GET', parts });
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      request.resume();
      const refusal = error instanceof StorageRefusal ? error : new StorageRefusal(500, 'Internal', String(error));
      if (path.startsWith(`${prefix}/upload/resumable`)) refuseTus(response, refusal);
      else refuse(response, refusal);
    }
  }

  #authorize(request: IncomingMessage): void {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== this.serviceKey) throw refusals.key();
  }

  async #route(call: Call): Promise<void> {
    const { method, parts } = call;
    const [kind, first = '', second = ''] = parts;
    if (kind === 'bucket') return await this.#bucket(call, decodeURIComponent(first), second);
    if (kind === 'upload' && first === 'resumable') return await this.#resumable(call, second);
    if (kind !== 'object') throw refusals.route(parts.join('/'));
    if (method === 'POST' && first === 'list') return await this.#list(call, decodeURIComponent(second));
    if (method === 'POST' && first === 'move') return await this.#move(call);
    if (method === 'DELETE' && parts.length === 2) return await this.#remove(call, decodeURIComponent(first));
    if (method === 'GET' && first === 'info') return await this.#info(call, objectOf(parts.slice(2)));
    const object = objectOf(parts.slice(first === 'authenticated' ? 2 : 1));
    if (method === 'GET' || method === 'HEAD') return await this.#download(call, object);
    if (method === 'POST' || method === 'PUT') return await this.#upload(call, object);
    throw refusals.route(parts.join('/'));
  }

  async #bucket({ request, response, method }: Call, id: string, verb: string): Promise<void> {
    if (method === 'GET' && id === '') return sendJson(response, 200, await this.rows.buckets());
    if (method === 'GET') return sendJson(response, 200, await this.rows.bucket(id));
    if (method === 'DELETE') {
      await this.rows.deleteBucket(id);
      return sendJson(response, 200, { message: 'Successfully deleted' });
    }
    if (method === 'POST' && verb === 'empty') {
      for (const row of await this.rows.emptyBucket(id)) await this.files.remove(id, row.name, row.version);
      return sendJson(response, 200, { message: 'Successfully emptied' });
    }
    const body = await readJson(request);
    // Before the database is asked: a bucket that does not exist tells as well what the largest file may be.
    const fileSizeLimit = this.#sizeLimitOf(body['file_size_limit']);
    const allowedMimeTypes = body['allowed_mime_types'] as readonly string[] | null | undefined;
    if (method === 'PUT') {
      const isPublic = typeof body['public'] === 'boolean' ? body['public'] : undefined;
      await this.rows.updateBucket(id, { public: isPublic, fileSizeLimit, allowedMimeTypes });
      return sendJson(response, 200, { message: 'Successfully updated' });
    }
    const name = textOf(body['name']);
    if (!bucketNamePattern.test(name) || name.trim() !== name) throw refusals.bucketName();
    await this.rows.createBucket({
      id: textOf(body['id'], name),
      name,
      public: body['public'] === true,
      file_size_limit: fileSizeLimit ?? null,
      allowed_mime_types: allowedMimeTypes ?? null,
    });
    sendJson(response, 200, { name });
  }

  #sizeLimitOf(value: unknown): number | null | undefined {
    if (value === undefined || value === null) return value;
    if (Number(value) > this.#limit) throw refusals.tooLarge();
    return Number(value);
  }

  async #list({ request, response }: Call, bucket: string): Promise<void> {
    const { prefix: folder = '', limit = 100, offset = 0 } = await readJson(request);
    const level = folder === '' || String(folder).endsWith('/') ? String(folder) : `${String(folder)}/`;
    sendJson(response, 200, await this.rows.list(bucket, level, Math.min(Number(limit), listLimit), Number(offset)));
  }

  async #remove({ request, response }: Call, bucket: string): Promise<void> {
    const { prefixes } = await readJson(request);
    const names = Array.isArray(prefixes) ? prefixes.map(String) : [];
    const gone = await this.rows.deleteObjects(bucket, names);
    for (const row of gone) await this.files.remove(bucket, row.name, row.version);
    sendJson(response, 200, gone);
  }

  async #move({ request, response }: Call): Promise<void> {
    const body = await readJson(request);
    const from = { bucket: textOf(body['bucketId']), name: textOf(body['sourceKey']) };
    const to = { bucket: textOf(body['destinationBucket'], from.bucket), name: textOf(body['destinationKey']) };
    mustBeValid(to.name);
    const { version } = await this.rows.object(from.bucket, from.name);
    const newVersion = randomUUID();
    await this.files.find(from.bucket, from.name, version);
    await this.rows.moveObject(from, to, newVersion);
    await this.files.move({ ...from, version }, { ...to, version: newVersion });
    sendJson(response, 200, { message: 'Successfully moved' });
  }

  async #info({ response }: Call, { bucket, name }: ObjectPath): Promise<void> {
    const row = await this.rows.object(bucket, name);
    sendJson(response, 200, {
      id: row.id,
      name: row.name,
      version: row.version,
      bucket_id: bucket,
      size: row.metadata?.['size'] ?? null,
      content_type: row.metadata?.['mimetype'] ?? null,
      cache_control: row.metadata?.['cacheControl'] ?? null,
      etag: row.metadata?.['eTag'] ?? null,
      metadata: row.user_metadata,
      last_modified: row.updated_at,
      created_at: row.created_at,
    });
  }

  async #download({ response, method }: Call, { bucket, name }: ObjectPath): Promise<void> {
    const row = await this.rows.object(bucket, name);
    const { path, size } = await this.files.find(bucket, name, row.version);
    response.writeHead(200, {
      'content-type': textOf(row.metadata?.['mimetype'], 'application/octet-stream'),
      'cache-control': textOf(row.metadata?.['cacheControl'], 'no-cache'),
      'content-length': size,
      etag: textOf(row.metadata?.['eTag']),
      'last-modified': row.updated_at.toUTCString(),
    });
    if (method === 'HEAD') response.end();
    else await pipeline(createReadStream(path), response).catch(() => response.destroy());
  }

  async #upload({ request, response, method }: Call, { bucket, name }: ObjectPath): Promise<void> {
    const upsert = method === 'PUT' || request.headers['x-upsert'] === 'true';
    const type = request.headers['content-type'] ?? 'application/octet-stream';
    const isForm = type.startsWith('multipart/form-data');
    // What a form brings is known when it is read.
    const length = isForm ? 0 : Number(request.headers['content-length'] ?? 0);
    const custom = request.headers['x-metadata'];
    const found = await this.#allow({ bucket, name, contentType: type, length, upsert });
    const limit = Math.min(this.#limit, found.file_size_limit ?? this.#limit);
    const version = randomUUID();
    const file = isForm ? await formFile(request, type) : undefined;
    if (file) {
      mustBeAllowed(found, file.type);
      if (file.content.length > limit) throw refusals.tooLarge();
    }
    const written = file
      ? await this.files.put(bucket, name, version, file.content)
      : await this.files.write(bucket, name, version, request, limit);
    const id = await this.#complete({
      bucket,
      name,
      version,
      upsert,
      written,
      contentType: file?.type ?? type,
      cacheControl: file ? file.cacheControl : (request.headers['cache-control'] ?? 'no-cache'),
      userMetadata:
        typeof custom === 'string'
          ? (JSON.parse(Buffer.from(custom, 'base64').toString('utf8')) as { [key: string]: unknown })
          : undefined,
    });
    sendJson(response, 200, { Key: `${bucket}/${name}`, Id: id });
  }

  async #resumable({ request, response, method }: Call, id: string): Promise<void> {
    if (method === 'POST' && id === '') {
      const base = `http://${request.headers.host ?? ''}${prefix}`;
      return await this.#tus.create(request, response, base, async (upload) => void (await this.#allow(upload)));
    }
    if (method === 'HEAD') return this.#tus.head(id, response);
    if (method === 'DELETE') return await this.#tus.terminate(id, response);
    if (method !== 'PATCH') throw refusals.route('upload/resumable');
    await this.#tus.patch(id, request, response, async (upload) => {
      const version = randomUUID();
      const written = await this.files.adopt(upload.bucket, upload.name, version, upload.file);
      await this.#complete({ ...upload, version, written });
    });
  }

  /** The bucket, where its rules and the server's take such an object; the refusal is thrown. */
  async #allow(object: Pick<TusUpload, 'bucket' | 'name' | 'contentType' | 'length' | 'upsert'>): Promise<BucketRow> {
    mustBeValid(object.name);
    const bucket = await this.rows.bucket(object.bucket);
    if (!object.contentType.startsWith('multipart/form-data')) mustBeAllowed(bucket, object.contentType);
    if (object.length > Math.min(this.#limit, bucket.file_size_limit ?? this.#limit)) throw refusals.tooLarge();
    if (!object.upsert && (await this.rows.hasObject(object.bucket, object.name))) throw refusals.duplicate();
    return bucket;
  }

  async #complete(object: {
    readonly bucket: string;
    readonly name: string;
    readonly version: string;
    readonly upsert: boolean;
    readonly written: WrittenFile;
    readonly contentType: string;
    readonly cacheControl: string;
    readonly userMetadata: { readonly [key: string]: unknown } | undefined;
  }): Promise<string> {
    const { bucket, name, version, written } = object;
    const { id, replaced, oldVersion } = await this.rows.putObject({
      bucket,
      name,
      version,
      upsert: object.upsert,
      userMetadata: object.userMetadata,
      metadata: {
        eTag: written.eTag,
        size: written.size,
        mimetype: object.contentType,
        cacheControl: object.cacheControl,
        lastModified: new Date().toISOString(),
        contentLength: written.size,
        httpStatusCode: 200,
      },
    });
    // The old file goes by its version. Without one, what goes is the folder, and the new file in it.
    if (replaced) await this.files.remove(bucket, name, oldVersion);
    this.uploads.push({ bucket, name, bytes: written.size });
    return id;
  }
}

interface ObjectPath {
  readonly bucket: string;
  readonly name: string;
}

function objectOf([bucket = '', ...rest]: readonly string[]): ObjectPath {
  return { bucket: decodeURIComponent(bucket), name: decodeURIComponent(rest.join('/')) };
}

/** What the server takes of a bucket's name. [supabase/storage, src/storage/limits.ts] */
const bucketNamePattern = /^(\w|!|-|\.|\*|'|\(|\)| |&|\$|@|=|;|:|\+|,|\?){1,63}$/;

/** Names are ASCII, and without control characters; run against the real server of August 2026. */
function mustBeValid(name: string): void {
  if (!/^[\x20-\x7e]+$/.test(name)) throw refusals.invalidKey(name);
}

function mustBeAllowed({ allowed_mime_types: allowed }: BucketRow, type: string): void {
  if (!allowed || allowed.length === 0 || allowed.some((rule) => matches(rule, type))) return;
  throw refusals.mimeType(type);
}

function matches(rule: string, type: string): boolean {
  const [bare = ''] = type.split(';');
  return rule === '*/*' || rule === bare || (rule.endsWith('/*') && bare.startsWith(rule.slice(0, -1)));
}

/** The file of a form, as a client sends it that was given a Blob. */
async function formFile(
  request: IncomingMessage,
  contentType: string,
): Promise<{ content: Uint8Array; type: string; cacheControl: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': contentType } }).formData();
  const file = [...form.values()].find((value) => value instanceof File);
  if (!(file instanceof File)) throw new StorageRefusal(400, 'no_file_provided', 'No file provided');
  const age = form.get('cacheControl');
  return {
    content: new Uint8Array(await file.arrayBuffer()),
    type: file.type,
    cacheControl: typeof age === 'string' ? `max-age=${age}` : 'no-cache',
  };
}
