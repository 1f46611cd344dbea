import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer that the Storage server gives instead of what was asked for. */
export class StorageRefusal extends Error {
  override readonly name = 'StorageRefusal';
  /** The code in the body; the HTTP status is another one. */
  readonly statusCode: number;
  readonly error: string;

  constructor(statusCode: number, error: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.error = error;
  }
}

/** The refusals of the real server, with its own words. [supabase/storage, src/internal/errors/codes.ts] */
export const refusals = {
  key: () => new StorageRefusal(403, 'Unauthorized', 'Invalid Compact JWS'),
  bucketMissing: () => new StorageRefusal(404, 'Bucket not found', 'Bucket not found'),
  objectMissing: () => new StorageRefusal(404, 'not_found', 'Object not found'),
  duplicate: () => new StorageRefusal(409, 'Duplicate', 'The resource already exists'),
  notEmpty: () => new StorageRefusal(409, 'InvalidRequest', 'The bucket you tried to delete is not empty'),
  tooLarge: () => new StorageRefusal(413, 'Payload too large', 'The object exceeded the maximum allowed size'),
  mimeType: (type: string) => new StorageRefusal(415, 'invalid_mime_type', `mime type ${type} is not supported`),
  invalidKey: (key: string) => new StorageRefusal(400, 'InvalidKey', `Invalid key: ${key}`),
  bucketName: () => new StorageRefusal(400, 'Invalid Input', 'Bucket name invalid'),
  noUpload: () => new StorageRefusal(404, 'NoSuchUpload', 'Upload not found'),
  tus: (status: number, message: string) => new StorageRefusal(status, 'TusError', message),
  fileGone: () => new StorageRefusal(500, 'Internal', 'Internal Server Error'),
  route: (path: string) => new StorageRefusal(404, 'Not Found', `Route ${path} not found`),
} as const;

/** Almost every refusal travels as HTTP 400; the code that it stands for is in the body. [storage-error.ts] */
export function refuse(response: ServerResponse, refusal: StorageRefusal): void {
  const status = refusal.statusCode >= 500 ? refusal.statusCode : 400;
  sendJson(response, status, {
    statusCode: String(refusal.statusCode),
    error: refusal.error,
    message: refusal.message,
  });
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** The largest JSON that the server reads, in bytes. */
const largestJson = 4 * 1024 * 1024;

/** The request's body as an object; empty where there is none. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestJson) throw refusals.tooLarge();
    chunks.push(chunk);
  }
  if (size === 0) return {};
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

/** The text that a body or a row holds; `otherwise` where it holds none. */
export function textOf(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}
