import { execFile } from 'node:child_process';
import { chown, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CutoverError } from '../errors.ts';
import type { Account } from './binaries.ts';

export interface ClusterRequest {
  /** The folder that is made; the one above it is there, and takes the password for a moment. */
  readonly data: string;
  /** The folder with `bin`, `lib` and `share`. */
  readonly programs: string;
  readonly superuser: string;
  readonly password: string;
  /** Whom it shall belong to; undefined where that is us. */
  readonly account: Account | undefined;
  /** How programs of the server are run: folder, environment, account. */
  readonly surroundings: { readonly cwd: string; readonly env: Readonly<Record<string, string>> } & Partial<Account>;
}

/** An empty cluster: UTF8, locale C, so that every machine sorts alike. Throws `demo.server`. */
export async function makeCluster(request: ClusterRequest): Promise<void> {
  const { data, programs, superuser, password, account, surroundings } = request;
  const passwordFile = join(data, '..', 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
  const options = [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  try {
    await promisify(execFile)(join(programs, 'bin', 'initdb'), options, surroundings);
  } catch (cause) {
    const stderr = (cause as { stderr?: string }).stderr?.trim() ?? '';
    throw new CutoverError('demo.server', `A new PostgreSQL cluster could not be made. ${stderr}`.trim(), {
      hint: 'See that the temporary folder (TMPDIR) has room; if programs do not start at all, run npm rebuild.',
      cause,
    });
  }
  await rm(passwordFile);
}
