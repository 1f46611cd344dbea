/**
 * Takes secrets out of text before anybody can read it. Pure.
 *
 * It errs on the side of taking out too much: a host that is hidden costs a look into the settings,
 * a password that is shown costs a new password.
 */

export const redacted = '***';

/** `scheme://`, and then whatever follows up to white space or the next URL. */
const urlPattern = /[a-z][a-z0-9+.-]*:\/\/(?:(?![a-z][a-z0-9+.-]*:\/\/)\S)*/gi;
/** libpq's keyword form: `host=… password=…`. */
const keywordPattern = /(?:^|\s)password\s*=\s*(?:'(?:[^'\\]|\\.)+'|[^\s'])/i;
const keywordsPattern = /(?:^|\s)(?:password|sslpassword)\s*=\s*(?:'(?:[^'\\]|\\.)*'|(?:[^\s'\\]|\\.)*)/gi;
const schemePattern = /^\s*[a-z][a-z0-9+.-]*:\/\//i;
/** Query parameters that carry a secret: libpq's, and the keys of a Supabase API. */
const queryPattern = /([?&](?:password|sslpassword|apikey|service_key|token|access_token)=)([^&#\s]*)/gi;
/** `password=…` of a libpq keyword string, bare or quoted, and variables such as PGPASSWORD and …_SERVICE_KEY. */
const assignmentPattern =
  /\b((?:\w*password|passwd|pwd|sslpassword|\w*service_(?:role_)?key|\w*secret_server_key|\w*apikey|\w*secret)\s*=\s*)('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s&;'"]+)/gi;
const jsonPattern =
  /("(?:\w*password|passwd|sslpassword|service_?(?:role_?)?key|secret_?server_?key|apikey|\w*secret|authorization)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;
/** `ALTER ROLE … PASSWORD '…'` */
const sqlPattern = /\b(password\s+e?)'(?:[^']|'')*'/gi;
const bearerPattern = /\b(bearer\s+)[\w.~+/=-]+/gi;
/** A JSON Web Token (a Supabase service key of the older kind), and the newer kind of secret key. */
const jwtPattern = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g;
/** Keys of Supabase and of Stack Auth, whose header may stand in a message too. */
const secretKeyPattern = /\b(?:sb_secret|ssk)_[\w-]+/g;
const secretHeaderPattern = /(-secret-server-key\s*:\s*)[^\s,;]+/gi;

interface UrlParts {
  /** Scheme and user, without the colon before the password. */
  readonly before: string;
  readonly password: string | undefined;
  /** From the `@` on. */
  readonly after: string;
}

/** Cuts the user's password out of a URL by hand: a URL that no parser accepts must not show its password either. */
function splitUrl(url: string): UrlParts {
  const scheme = schemePattern.exec(url)?.[0];
  if (scheme === undefined) return { before: url, password: undefined, after: '' };
  const rest = url.slice(scheme.length);
  const queryAt = rest.search(/[?#]/);
  const front = queryAt < 0 ? rest : rest.slice(0, queryAt);
  // A password may have an unescaped slash or @: the last @ counts, and one in the query where there is no other.
  const at = front.includes('@') ? front.lastIndexOf('@') : rest.lastIndexOf('@');
  const colon = rest.indexOf(':');
  if (at < 0 || colon < 0 || colon > at) return { before: url, password: undefined, after: '' };
  return { before: scheme + rest.slice(0, colon), password: rest.slice(colon + 1, at), after: rest.slice(at) };
}

/** The connection string with `***` in the place of its password and of every secret among its parameters. */
export function redactUrl(url: string): string {
  if (!schemePattern.test(url)) return url.replace(assignmentPattern, `$1${redacted}`);
  const { before, password, after } = splitUrl(url);
  const userinfo = password === undefined ? before : `${before}:${redacted}${after}`;
  return userinfo.replace(queryPattern, `$1${redacted}`);
}

/** True where the connection string carries a password: in its user part, as a parameter or as libpq's keyword. */
export function hasPassword(url: string): boolean {
  if (!schemePattern.test(url)) return keywordPattern.test(url);
  const { password } = splitUrl(url);
  return (password !== undefined && password !== '') || /[?&]password=[^&#]/i.test(url);
}

/** The password of a connection URL as the role would type it; undefined where there is none. */
export function passwordOf(url: string): string | undefined {
  const { password } = splitUrl(url);
  const raw = password === undefined || password === '' ? /[?&]password=([^&#]+)/i.exec(url)?.[1] : password;
  return raw === undefined ? undefined : decoded(raw);
}

/** A password that was pasted raw may hold a per cent sign that encodes nothing. */
function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/** The connection string as it may be written down: neither a password nor a place for one. */
export function withoutPassword(url: string): string {
  if (!schemePattern.test(url)) return url.replace(keywordsPattern, '').trim();
  const { before, password, after } = splitUrl(url);
  const bare = password === undefined ? before : `${before}${after}`;
  return bare
    .replace(/([?&])(?:password|sslpassword)=[^&#]*/gi, '$1')
    .replace(/([?&])&+/g, '$1')
    .replace(/[?&]+(?=#|$)/, '');
}

/** The connection string with this password. The user is left as it is, and may be empty: libpq then takes its default. */
export function withPassword(url: string, password: string): string {
  const bare = withoutPassword(url);
  const scheme = schemePattern.exec(bare)?.[0];
  if (scheme === undefined) return `${bare} password='${password.replace(/['\\]/g, '\\$&')}'`;
  const rest = bare.slice(scheme.length);
  const authorityEnd = rest.search(/[/?#]/);
  const authority = authorityEnd < 0 ? rest : rest.slice(0, authorityEnd);
  const tail = authorityEnd < 0 ? '' : rest.slice(authorityEnd);
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  // WHATWG URLs take no user part without a host: a socket's URL carries the password as a parameter.
  if (host === '') {
    return `${bare}${bare.includes('?') ? '&' : '?'}password=${encodeURIComponent(password)}`;
  }
  const user = at < 0 ? '' : authority.slice(0, at);
  return `${scheme}${user}:${encodeURIComponent(password)}@${host}${tail}`;
}

/** What each of the patterns has in it: most texts have none of it, and every event and every log line comes here. */
const suspicion = /:\/\/|passw|pwd|secret|service_?(?:role_?)?key|apikey|server[-_]?key|bearer|authorization|eyj|ssk_/i;

/** Any text, without passwords of connection strings, keys and tokens. */
export function redactText(text: string): string {
  if (!suspicion.test(text)) return text;
  return text
    .replace(urlPattern, redactUrl)
    .replace(assignmentPattern, `$1${redacted}`)
    .replace(jsonPattern, `$1"${redacted}"`)
    .replace(sqlPattern, `$1'${redacted}'`)
    .replace(bearerPattern, `$1${redacted}`)
    .replace(secretHeaderPattern, `$1${redacted}`)
    .replace(jwtPattern, redacted)
    .replace(secretKeyPattern, redacted);
}

const secretKeys =
  /^(?:.*password|passwd|pwd|service_?(?:role_?)?key|.*secret_?server_?key|api_?key|authorization|.*secret|.*token)$/i;

/**
 * Every string in a value, however deep, through {@link redactText}; the values of keys that name a secret
 * are taken out whole. Errors become plain objects with their stack and cause. The value itself is not changed.
 */
export function redactDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (depth > 8) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, depth + 1));
  if (value instanceof Date) return value.toISOString();
  const entries: [string, unknown][] =
    value instanceof Error
      ? [
          ['name', value.name],
          ['message', value.message],
          ['stack', value.stack],
          ...Object.entries(value).filter(([key]) => key !== 'client'),
          ...(value.cause === undefined ? [] : [['cause', value.cause] as [string, unknown]]),
        ]
      : Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item]) => [
      key,
      secretKeys.test(key) && item !== undefined && item !== null && typeof item !== 'object'
        ? redacted
        : redactDeep(item, depth + 1),
    ]),
  );
}

/** Events that hold nothing but names of objects and numbers, and come by the ten thousand. */
const plainEvents: ReadonlySet<string> = new Set([
  'step.started',
  'step.progress',
  'step.finished',
  'phase.started',
  'phase.finished',
  'verify.table',
]);

/** An event as a line of NDJSON, without secrets and without the line's end. */
export function eventLine(event: { readonly type: string }): string {
  return JSON.stringify(plainEvents.has(event.type) ? event : redactDeep(event));
}
