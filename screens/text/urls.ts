import { hasPassword, withoutPassword, withPassword } from '../../core/index.ts';

/** What stands for a password wherever one could be shown. */
export const mask = '••••••';

/** The password of a connection URL as the role would type it; undefined where there is none. */
export function passwordOf(url: string): string | undefined {
  if (!hasPassword(url)) return undefined;
  // As in core/redact.ts: it ends at the last @, so that one with an unescaped @ or / is found whole.
  const user = /^\s*[a-z][a-z0-9+.-]*:\/\/[^:@/?#\s]*:(.*)@/is.exec(url)?.[1];
  const raw = user === undefined || user === '' ? /[?&]password=([^&#]*)/i.exec(url)?.[1] : user;
  return raw === undefined ? undefined : decode(raw);
}

/** A password that was pasted raw may hold a per cent sign that encodes nothing. */
function decode(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/** The URL with this password in place of its own; with an empty one, without any. */
export function replacePassword(url: string, password: string): string {
  return password === '' ? withoutPassword(url) : withPassword(url, password);
}

/** A URL that was typed anew keeps the password of the one before, unless it brings one of its own. */
export function keepPassword(url: string, before: string): string {
  const password = passwordOf(before);
  return password === undefined || hasPassword(url) ? url : withPassword(url, password);
}

/** `host/database` of a URL for the header, before a connection has told more; empty where there is none. */
export function addressOf(url: string): string {
  const match = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?/i.exec(
    withoutPassword(url.trim()),
  );
  if (match === null) return '';
  const [, host = '', database = '', parameters = ''] = match;
  const socket = new URLSearchParams(parameters).get('host') ?? '';
  return `${host === '' ? socket : host}/${database}`;
}
