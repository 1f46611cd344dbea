import { CutoverError, type ErrorCode } from '../../errors.ts';
import type { Session } from '../session.ts';

type Failing = Pick<Session, 'end' | 'serverVersion'> & { readonly address: Pick<Session['address'], 'user'> };

/** What pg_dump wrote to stderr, as an error with a code and a hint for the operator. */
export function pgDumpError(stderr: string, session: Failing): CutoverError {
  const message = firstMessage(stderr);
  const { code, hint } = explain(message, stderr, session);
  return new CutoverError(code, `${session.end}: pg_dump failed: ${message}`, {
    hint,
    cause: new Error(stderr.trim()),
  });
}

/** The error without pg_dump's prefixes, warnings and the statement, which may fill pages. */
function firstMessage(stderr: string): string {
  // The WebAssembly build joins its lines without line ends.
  const lines = stderr
    .split(/\r?\n|(?=pg_dump: (?:error|warning|detail|hint): )/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const first = lines.findIndex((line) => line.startsWith('pg_dump: error: '));
  const message = [];
  for (const line of lines.slice(Math.max(first, 0))) {
    if (message.length > 0 && /^(pg_dump: |Query was: )/.test(line)) break;
    message.push(
      line
        .replace(/^pg_dump: error: /, '')
        .replace(/^query failed: /, '')
        .replace(/^ERROR: +/, ''),
    );
  }
  return message.join(' ') || 'it gave no reason';
}

function explain(
  message: string,
  stderr: string,
  { address, end, serverVersion }: Failing,
): { code: ErrorCode; hint: string } {
  const role = `"${address.user}"`;
  const denied =
    /permission denied for (table|view|materialized view|sequence|relation|foreign table|schema) (\S+)/.exec(message);
  if (denied !== null) {
    const [, kind = '', bareName = ''] = denied;
    const name = kind === 'schema' ? bareName : lockedName(bareName, stderr);
    const grant =
      kind === 'schema'
        ? `GRANT USAGE ON SCHEMA ${name} TO ${role};`
        : `GRANT SELECT ON ${kind === 'sequence' ? 'SEQUENCE' : 'TABLE'} ${name} TO ${role};`;
    return {
      code: 'rights.missing',
      hint: `Run ${grant} on the ${end} as its owner (pg_dump locks each ${kind === 'schema' ? 'table in it' : 'one'} against changes), or leave its schema out.`,
    };
  }
  if (/statement timeout|lock timeout/.test(message)) {
    return {
      code: 'dump.failed',
      hint: `Another session on the ${end} holds a table locked (pg_locks, mode AccessExclusiveLock): end it or wait for it, then try again.`,
    };
  }
  if (/server version mismatch/.test(message))
    return { code: 'dump.unsupported-server', hint: newerClientHint(serverVersion) };
  if (/snapshot/.test(message)) {
    return {
      code: 'source.snapshot-lost',
      hint: 'The session that holds the snapshot is gone; start the run anew or resume it, which takes a new snapshot.',
    };
  }
  if (/memory access out of bounds|call stack/i.test(message)) {
    return {
      code: 'dump.failed',
      hint: `The built-in pg_dump ran out of memory: install PostgreSQL's client programs and dump with the native pg_dump.`,
    };
  }
  if (/out of shared memory/.test(message)) {
    return {
      code: 'dump.failed',
      hint: `pg_dump locks every table at once: raise max_locks_per_transaction on the ${end} and restart it, or move fewer schemas.`,
    };
  }
  return { code: 'dump.failed', hint: 'Mend the cause named by pg_dump, then try again: the dump changes nothing.' };
}

/** The server names a table without its schema; pg_dump's LOCK TABLE statement has both. */
function lockedName(bareName: string, stderr: string): string {
  const list = /LOCK TABLE (.*?) IN ACCESS SHARE MODE/s.exec(stderr)?.[1] ?? '';
  const matches = list.split(', ').filter((name) => name.endsWith(`.${bareName}`) || name.endsWith(`."${bareName}"`));
  return matches.length === 1 ? (matches[0] ?? bareName) : bareName;
}

export function newerClientHint(serverVersion: number): string {
  const major = Math.floor(serverVersion / 10_000);
  return `Install PostgreSQL ${major}'s client programs (postgresql-client-${major}) so that pg_dump ${major} is found on PATH.`;
}
