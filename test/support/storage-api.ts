import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';

/** A key in the form of a JWT, with these claims; its signature is nobody's. */
export function jwtKey(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part(claims)}.signature`;
}

export interface StorageApiRequest {
  /** The only key that it lets in. */
  readonly serviceKey: string;
  /** `gateway`: as hosted, where the gateway refuses unknown keys; `server`: the Storage server by itself. */
  readonly refusedBy: 'gateway' | 'server';
  /** What the gateway answers to everything, instead of the service behind it. */
  readonly status?: number;
  /** What the services tell of themselves; without it they do not. */
  readonly versions?: { readonly auth: string; readonly storage: string };
}

/** A Storage API with two buckets, which answers keys as the real one does. Gives its URL; it ends with the test. */
export async function startStorageApi(request: StorageApiRequest): Promise<string> {
  const { serviceKey, refusedBy, status, versions } = request;
  const server = createServer((asked, response) => {
    response.setHeader('content-type', 'application/json');
    if (status !== undefined) {
      response.statusCode = status;
      return response.end(JSON.stringify({ message: 'Project paused' }));
    }
    if (versions && asked.url === '/storage/v1/version') return response.end(versions.storage);
    if (versions && asked.url === '/auth/v1/health')
      return response.end(JSON.stringify({ version: versions.auth, name: 'GoTrue' }));
    if (asked.headers.authorization !== `Bearer ${serviceKey}`) {
      if (refusedBy === 'gateway') {
        response.statusCode = 401;
        return response.end(
          JSON.stringify({
            message: 'Invalid API key',
            hint: 'Double check your Supabase `anon` or `service_role` API key.',
          }),
        );
      }
      response.statusCode = 400;
      return response.end(
        JSON.stringify({ statusCode: '403', error: 'Unauthorized', message: 'signature verification failed' }),
      );
    }
    if (asked.url === '/storage/v1/bucket')
      return response.end(
        JSON.stringify([
          { id: 'a', name: 'a' },
          { id: 'b', name: 'b' },
        ]),
      );
    response.statusCode = 404;
    return response.end(JSON.stringify({ statusCode: '404', error: 'not_found', message: 'Route not found' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}
