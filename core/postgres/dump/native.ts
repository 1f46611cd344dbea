import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CutoverError } from '../../errors.ts';
import type { Address } from '../address.ts';
import type { Session } from '../session.ts';
import { stopped } from './exchange.ts';
import { newerClientHint, pgDumpError } from './failure.ts';

/**
 * Runs the pg_dump that is on PATH, with a connection of its own to where the session leads. The password goes through
 * the environment, which only the same user can read, and never through the arguments, which everybody can.
 * Throws `dump.failed`, `dump.unsupported-server`, `rights.missing`, `source.snapshot-lost` or `stopped`.
 */
export async function nativeDump(session: Session, args: readonly string[], signal?: AbortSignal): Promise<string> {
  if (signal?.aborted) throw stopped();
  const authority = await authorityFile(session.address);
  try {
    return await run(session, args, { ...connectionVariables(session.address), ...authority.variables }, signal);
  } finally {
    await authority.remove();
  }
}

async function run(
  session: Session,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const child = spawn('pg_dump', args, {
    env: { ...environmentWithoutLibpq(), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  try {
    const [code, sql, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    if (code !== 0) throw pgDumpError(stderr || `pg_dump: error: it ended with exit code ${code}`, session);
    return sql;
  } catch (error) {
    if (signal?.aborted) throw stopped();
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new CutoverError('dump.unsupported-server', 'there is no pg_dump on PATH', {
        hint: newerClientHint(session.serverVersion),
        cause: error,
      });
    }
    throw error;
  }
}

/** libpq's variables for an address. [PostgreSQL documentation, 34.15 Environment Variables] */
function connectionVariables(address: Address): Record<string, string> {
  return {
    PGHOST: address.host,
    PGPORT: String(address.port),
    PGUSER: address.user,
    PGDATABASE: address.database,
    PGSSLMODE: address.tlsMode,
    PGAPPNAME: 'cutover pg_dump',
    ...(address.password === undefined ? {} : { PGPASSWORD: address.password }),
    ...(address.options === undefined ? {} : { PGOPTIONS: address.options }),
  };
}

/** Our own environment may lead somewhere else: only what the address says counts. */
function environmentWithoutLibpq(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^PG[A-Z]/.test(name)));
}

/** The certificate authority was read from its file when the address was; libpq wants a file again. */
async function authorityFile({
  tls,
}: Address): Promise<{ variables: Record<string, string>; remove(): Promise<void> }> {
  if (typeof tls?.ca !== 'string' && !Buffer.isBuffer(tls?.ca)) {
    return { variables: {}, remove: () => Promise.resolve() };
  }
  const folder = await mkdtemp(join(tmpdir(), 'cutover-ca-'));
  const file = join(folder, 'ca.pem');
  await writeFile(file, tls.ca, { mode: 0o600 });
  return { variables: { PGSSLROOTCERT: file }, remove: () => rm(folder, { recursive: true, force: true }) };
}
