import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StorageFiles } from './files.ts';
import { refusals, type StorageRefusal } from './replies.ts';

/** The only chunk size that the server takes, but for a file's last one. [Supabase documentation, Resumable uploads] */
export const tusChunkBytes = 6 * 1024 * 1024;

export interface TusUpload {
  readonly id: string;
  readonly bucket: string;
  readonly name: string;
  readonly contentType: string;
  readonly cacheControl: string;
  readonly userMetadata: { readonly [key: string]: unknown } | undefined;
  readonly upsert: boolean;
  readonly length: number;
  /** Where what has arrived is kept. */
  readonly file: string;
  offset: number;
  busy: boolean;
}

const protocolHeaders = { 'tus-resumable': '1.0.0', 'cache-control': 'no-store' };

/** The resumable uploads under way. They are in memory: the double lives as long as what it is there for. */
export class TusUploads {
  readonly #files: StorageFiles;
  readonly #uploads = new Map<string, TusUpload>();

  constructor(files: StorageFiles) {
    this.#files = files;
  }

  /** `allow` throws the refusal where the file may not be uploaded. */
  async create(
    request: IncomingMessage,
    response: ServerResponse,
    base: string,
    allow: (upload: TusUpload) => Promise<void>,
  ): Promise<void> {
    const metadata = parseMetadata(request.headers['upload-metadata']);
    const length = Number(request.headers['upload-length']);
    const bucket = metadata.get('bucketName');
    const name = metadata.get('objectName');
    if (!bucket || !name || !Number.isSafeInteger(length)) throw refusals.tus(400, 'Metadata header is required');
    const id = randomUUID();
    const custom = metadata.get('metadata');
    const upload: TusUpload = {
      id,
      bucket,
      name,
      contentType: metadata.get('contentType') ?? 'application/octet-stream',
      cacheControl: metadata.has('cacheControl') ? `max-age=${metadata.get('cacheControl')}` : 'no-cache',
      userMetadata: custom === undefined ? undefined : (JSON.parse(custom) as { [key: string]: unknown }),
      upsert: request.headers['x-upsert'] === 'true',
      length,
      file: this.#files.temporary(id),
      offset: 0,
      busy: false,
    };
    await allow(upload);
    const file = await open(upload.file, 'w');
    await file.close();
    this.#uploads.set(id, upload);
    response.writeHead(201, { ...protocolHeaders, location: `${base}/upload/resumable/${id}` });
    response.end();
  }

  head(id: string, response: ServerResponse): void {
    const upload = this.#find(id);
    // As the real server's lock: nobody learns an offset of which the server is not done making something.
    if (upload.busy) throw refusals.tus(423, 'The resource is locked');
    response.writeHead(200, {
      ...protocolHeaders,
      'upload-offset': String(upload.offset),
      'upload-length': String(upload.length),
    });
    response.end();
  }

  /** Takes a chunk; `complete` makes the object of the whole file. What arrived before a cut stays. */
  async patch(
    id: string,
    request: IncomingMessage,
    response: ServerResponse,
    complete: (upload: TusUpload) => Promise<void>,
  ): Promise<void> {
    const upload = this.#find(id);
    if (upload.busy) throw refusals.tus(423, 'The resource is locked');
    if (Number(request.headers['upload-offset']) !== upload.offset) throw refusals.tus(409, 'Upload-Offset conflict');
    const announced = Number(request.headers['content-length']);
    if (announced !== tusChunkBytes && upload.offset + announced !== upload.length) {
      throw refusals.tus(400, `chunk of ${announced} bytes: every chunk but the last has ${tusChunkBytes}`);
    }
    upload.busy = true;
    try {
      const file = await open(upload.file, 'r+');
      try {
        for await (const chunk of request as AsyncIterable<Buffer>) {
          await file.write(chunk, 0, chunk.length, upload.offset);
          upload.offset += chunk.length;
        }
      } finally {
        await file.close();
      }
      if (upload.offset === upload.length) {
        await complete(upload);
        this.#uploads.delete(id);
      }
    } finally {
      upload.busy = false;
    }
    response.writeHead(204, { ...protocolHeaders, 'upload-offset': String(upload.offset) });
    response.end();
  }

  async terminate(id: string, response: ServerResponse): Promise<void> {
    const upload = this.#find(id);
    this.#uploads.delete(id);
    await rm(upload.file, { force: true });
    response.writeHead(204, protocolHeaders);
    response.end();
  }

  #find(id: string): TusUpload {
    const upload = this.#uploads.get(id);
    if (!upload) throw refusals.noUpload();
    return upload;
  }
}

/** The resumable routes answer in HTTP's own codes, with the message as text. [src/http/routes/tus/lifecycle.ts] */
export function refuseTus(response: ServerResponse, refusal: StorageRefusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(refusal.statusCode, { ...protocolHeaders, 'content-type': 'text/plain' });
  response.end(refusal.message);
}

function parseMetadata(header: string | string[] | undefined): Map<string, string> {
  const pairs = String(header ?? '').split(',');
  return new Map(
    pairs.map((pair) => {
      const [key = '', value = ''] = pair.trim().split(' ');
      return [key, Buffer.from(value, 'base64').toString('utf8')];
    }),
  );
}
