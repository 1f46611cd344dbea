import { passwordOf, withoutPassword, withPassword } from '../../core/index.ts';

/** What stands for a password wherever one could be shown. */
export const mask = '••••••';

/** The URL with this password in place of its own; with an empty one, without any. */
export function replacePassword(url: string, password: string): string {
  return password === '' ? withoutPassword(url) : withPassword(url, password);
}

/** A URL that was typed anew keeps the password of the one before, unless it brings one of its own, be it unescaped. */
export function keepPassword(url: string, before: string): string {
  // One among the parameters stands as it should.
  if (/[?&]password=/i.test(url)) return url;
  const password = passwordOf(url) ?? passwordOf(before);
  return password === undefined ? url : withPassword(url, password);
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
