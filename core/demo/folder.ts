import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, readableByAll } from './binaries.ts';

const prefix = 'cutover-pg-';

/** The longest path that a unix socket takes on every system is 103 bytes; `/.s.PGSQL.65535` needs 15 of them. */
const longestFolder = 103 - 15;

/** A folder without a live guard may be one that is being made just now; after this many ms it is a stale one. */
const staleAfterMs = 60_000;

/**
 * Outlives its owner by a moment, to end the server and to remove its folder.
 *
 * The owner holds the other end of its standard input. However the owner ends, by itself, by an exception, by any
 * signal, SIGKILL included, the kernel closes that end and the guard reads an end of file. No signal handler and no
 * exit hook is needed, so the owner's own shutdown and exit code stay its own. Each line that it reads is the process
 * id of the postmaster, or empty while there is none: the owner reports an exit at once, so the id is not stale.
 * SIGQUIT is PostgreSQL's immediate shutdown; what is thrown away needs no checkpoint.
 */
const guardScript = `
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then
  kill -QUIT "$pid" 2>/dev/null
  tries=0
  while [ "$tries" -lt 400 ] && [ -e "$1/data/postmaster.pid" ] && kill -0 "$pid" 2>/dev/null; do
    sleep 0.02
    tries=$((tries + 1))
  done
fi
rm -rf "$1" || { sleep 1; rm -rf "$1"; }
`;

/** A fresh folder for one server, 0700, that vanishes together with this process. */
export interface ServerFolder {
  readonly path: string;
  /** Tells the guard which process to end; undefined while no server runs. */
  setPostmaster(pid: number | undefined): void;
  /** Keeps this process alive as long as the folder exists. */
  hold(): void;
  /** Ends the server that the guard knows of, and removes the folder. */
  remove(): Promise<void>;
}

/** Makes the folder and sets its guard. `account` becomes its owner. */
export async function createServerFolder(account: Account | undefined): Promise<ServerFolder> {
  const base = await chooseBase(account);
  await removeStaleFolders(base, account?.uid ?? process.getuid?.());
  const path = await mkdtemp(join(base, prefix));
  // In a session of its own, the guard is out of reach of a terminal's Ctrl-C and hang-up.
  const guard = spawn('/bin/sh', ['-c', guardScript, 'cutover-guard', path], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(guard, 'spawn');
  release(guard);
  guard.stdin.on('error', () => guard.stdin.destroy());
  await writeFile(join(path, 'guard.pid'), String(guard.pid));
  if (account !== undefined) await chown(path, account.uid, account.gid);

  return {
    path,
    setPostmaster: (pid) => guard.stdin.write(`${pid ?? ''}\n`),
    hold: () => guard.ref(),
    async remove() {
      if (guard.exitCode === null && guard.signalCode === null) {
        guard.ref();
        const gone = once(guard, 'exit');
        guard.stdin.end();
        await gone;
      }
      // For a guard that somebody killed.
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Lets this process end while the child still runs. */
function release(child: ChildProcess): void {
  child.unref();
  const { stdin } = child;
  if (stdin !== null && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
}

async function chooseBase(account: Account | undefined): Promise<string> {
  const base = tmpdir();
  const shortEnough = Buffer.byteLength(join(base, `${prefix}XXXXXX`)) <= longestFolder;
  return shortEnough && (account === undefined || (await readableByAll(base))) ? base : '/tmp';
}

/**
 * Removes what is left where the guard was killed as well (a container that was stopped, a power cut). A postmaster
 * that should still run in such a folder ends by itself: it looks for its lock file once a minute.
 */
async function removeStaleFolders(base: string, owner: number | undefined): Promise<void> {
  for (const name of await readdir(base)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(base, name);
    try {
      if (await isStale(path, owner)) await rm(path, { recursive: true, force: true });
    } catch {
      // Another process is removing it at the same moment. What stays after all is tried again by the next start.
    }
  }
}

async function isStale(path: string, owner: number | undefined): Promise<boolean> {
  const { mtimeMs, uid } = await stat(path);
  if (uid !== owner || Date.now() - mtimeMs < staleAfterMs) return false;
  const guard = await readFile(join(path, 'guard.pid'), 'utf8').catch(() => '');
  return guard === '' || !isAlive(Number.parseInt(guard, 10));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
