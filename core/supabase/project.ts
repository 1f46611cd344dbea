import { parseAddress } from '../postgres/address.ts';

/** The claims of a key that is a JWT; only looked at, not verified. Empty for keys of another form. */
export function keyClaims(key: string): { readonly role?: unknown; readonly ref?: unknown } {
  const [, payload] = key.split('.');
  if (payload === undefined) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    // Not a JWT: what it is, its owner knows.
    return {};
  }
}

/** The reference of the hosted project that a key was made for; undefined where the key does not say. */
export function refOfKey(key: string): string | undefined {
  const { ref } = keyClaims(key);
  return typeof ref === 'string' && ref !== '' ? ref : undefined;
}

/** Of the hosted project at an API URL; undefined for a domain of its own, and for self-hosted ones. */
export function refOfApi(url: string): string | undefined {
  return /^([a-z0-9]+)\.supabase\.(?:co|in|red)$/.exec(hostOf(url))?.[1];
}

/** Of the hosted project that a connection string leads to, directly or by a pooler. [Supabase documentation, Connect] */
export function refOfDatabase(url: string): string | undefined {
  if (url === '') return undefined;
  const { host, user } = parseAddress(url, 'source');
  const direct = /^db\.([a-z0-9]+)\.supabase\.(?:co|in|red)$/.exec(host)?.[1];
  if (direct !== undefined || !host.endsWith('.pooler.supabase.com')) return direct;
  return /\.([a-z0-9]+)$/.exec(user)?.[1];
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
