import { keyClaims } from './project.ts';

export type KeyKind = 'service' | 'anon' | 'unknown';

export type StorageProbe =
  | { readonly reached: true; readonly buckets: number }
  /** `status` is the HTTP status, where there was an answer at all. */
  | { readonly reached: false; readonly message: string; readonly status: number | undefined };

/**
 * Which of a project's keys this is: a JWT says so in its role claim, the newer keys in their prefix. Only looked at,
 * not verified. [Supabase documentation, Understanding API keys]
 */
export function keyKind(key: string): KeyKind {
  if (key.startsWith('sb_secret_')) return 'service';
  if (key.startsWith('sb_publishable_')) return 'anon';
  const { role } = keyClaims(key);
  if (role === 'service_role') return 'service';
  return role === 'anon' ? 'anon' : 'unknown';
}

/** Asks the Storage API for its buckets. Resolves in every case; no message repeats the key. */
export async function probeStorage(access: {
  readonly url: string;
  readonly serviceKey: string;
  readonly signal?: AbortSignal;
}): Promise<StorageProbe> {
  const { url, serviceKey, signal } = access;
  const cancellable: typeof fetch = (input, init) => fetch(input, signal ? { ...init, signal } : init);
  // Loaded only where it is used: most commands never ask an API.
  const { createClient } = await import('@supabase/supabase-js');
  const client = createClient(url, serviceKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: cancellable },
  });
  const { data, error } = await client.storage.listBuckets();
  if (!error) return { reached: true, buckets: data.length };
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  return { reached: false, message: reason(error).replaceAll(serviceKey, '***'), status };
}

/** fetch's own message is `fetch failed`; what happened is in its cause. */
function reason(error: unknown): string {
  let innermost = error;
  for (let depth = 0; depth < 4; depth += 1) {
    const next = causeOf(innermost);
    if (next === undefined) break;
    innermost = next;
  }
  if (!(innermost instanceof Error)) return String(innermost);
  // The error of a connection that was tried on several addresses has no message of its own.
  return innermost.message || ('code' in innermost ? String(innermost.code) : innermost.name);
}

function causeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  if ('originalError' in error && error.originalError instanceof Error) return error.originalError;
  return error.cause;
}
