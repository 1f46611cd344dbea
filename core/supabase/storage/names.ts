/**
 * The names of objects, and what the Storage server takes of them: printable ASCII. Letters outside of ASCII and emoji
 * are refused with `Invalid key`; projects from before that rule have them. [facts, Storage API]
 */
export function refusalOfName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (!/^[\x20-\x7e]+$/.test(name)) return 'it has characters outside of printable ASCII';
  // No URL can say them: every client and proxy resolves such a segment away, encoded or not.
  if (name.split('/').some((segment) => segment === '.' || segment === '..')) return 'it has a segment . or ..';
  return undefined;
}

/**
 * A name as it goes into a URL. The client library passes names on as they are, so that `?`, `#` and `%` would end or
 * change them, and it drops empty segments: a slash beside one is written in its encoded form.
 */
export function encodeName(name: string): string {
  const segments = name.split('/').map(encodeURIComponent);
  return segments.reduce((path, segment, index) => {
    const before = segments[index - 1];
    return `${path}${before === '' || segment === '' ? '%2F' : '/'}${segment}`;
  });
}

/** As it must be sent: the server puts `max-age=` in front again. [facts, Storage API] */
export function bareCacheControl(stored: string | undefined): string | undefined {
  const bare = stored?.replace(/^(?:max-age=)+/, '');
  return bare === '' ? undefined : bare;
}
