import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, cp, open, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CutoverError } from '../errors.ts';
import { withOwnExtensions } from './own-extensions.ts';
import { type Account, defaultDistribution, findDistribution, readableByAll, serverAccount } from './binaries.ts';
import { type ClusterRequest, makeCluster } from './cluster.ts';
import { createServerFolder, type ServerFolder } from './folder.ts';

export interface ServerRequest {
  /** The npm package that brings the server programs; PostgreSQL 17 where it is left out. */
  readonly distribution?: string;
  /** Lines of postgresql.conf, over those that make a throw-away server fast. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The name of the cluster's superuser: `postgres` where it is left out. */
  readonly superuser?: string;
  /** Files of extensions by name, beside those that the distribution brings. */
  readonly extensionFiles?: readonly (readonly [string, string])[];
  /** A cluster that is made by other means than initdb. */
  readonly cluster?: ReadyCluster;
  /** Keeps this process alive until `stop()`; without it the server ends with the process's last other work. */
  readonly hold?: boolean;
}

export interface ReadyCluster {
  /** The superuser's. */
  readonly password: string;
  readonly make: (request: ClusterRequest) => Promise<void>;
}

/** A running PostgreSQL server of our own. It ends, and its folder goes, when this process ends in whatever way. */
export interface EmbeddedServer {
  readonly host: string;
  readonly port: number;
  readonly superuser: string;
  /** The superuser's password, drawn anew for each server. */
  readonly password: string;
  /** Data, log (`server.log`) and unix socket are in here; 0700. */
  readonly folder: string;
  /** Process id of the postmaster. */
  readonly pid: number;
  /** A connection URL over TCP, by default of the superuser. The password in it is the server's own. */
  url(role?: string, database?: string): string;
  /** The same over the unix socket, in the form `?host=/folder`. */
  socketUrl(role?: string, database?: string): string;
  /** Ends every connection and starts again, on the same port with the same data; `immediate` is a crash. */
  restart(mode?: 'fast' | 'immediate'): Promise<void>;
  /** Ends the server and removes everything of it. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Durability costs time, and nothing in here outlives the machine. But synchronous_commit stays on: without fsync it
 * costs next to nothing, and a commit that was confirmed then survives a crash of the server, as on any real one.
 */
const throwAwaySettings = {
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'logical',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  shared_buffers: '128MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_connections: '100',
  listen_addresses: '127.0.0.1',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const startTimeoutMs = 60_000;
/** How often another process may take the free port between our asking for it and the server's binding. */
const portAttempts = 10;

const shutdownSignals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/**
 * Starts a PostgreSQL server on a free port of 127.0.0.1, with an empty cluster in a fresh temporary folder
 * (UTF8, locale C, so that every machine sorts alike). Writes nothing to stdout or stderr. Throws `demo.server`.
 */
export async function startServer(request: ServerRequest = {}): Promise<EmbeddedServer> {
  const packaged = findDistribution(request.distribution ?? defaultDistribution);
  const account = await serverAccount();
  const folder = await createServerFolder(account);
  try {
    const cluster: Cluster = {
      folder,
      account,
      programs: await programsFor(request, packaged, folder, account),
      superuser: request.superuser ?? 'postgres',
      password: request.cluster?.password ?? randomBytes(18).toString('hex'),
      settings: { ...throwAwaySettings, ...request.settings },
    };
    await initialise(request, cluster);
    const server = await launch(cluster);
    if (request.hold === true) folder.hold();
    return server;
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

interface Cluster {
  readonly folder: ServerFolder;
  readonly account: Account | undefined;
  /** The folder with `bin`, `lib` and `share`. */
  readonly programs: string;
  readonly superuser: string;
  readonly password: string;
  readonly settings: Readonly<Record<string, string>>;
}

async function programsFor(
  { extensionFiles }: ServerRequest,
  packaged: string,
  folder: ServerFolder,
  account: Account | undefined,
): Promise<string> {
  const programs = await reachablePrograms(packaged, folder, account);
  return extensionFiles === undefined ? programs : await withOwnExtensions(programs, folder.path, extensionFiles);
}

/** A clone below /root is closed to the account that root's servers run as: these get a copy of the programs. */
async function reachablePrograms(
  packaged: string,
  folder: ServerFolder,
  account: Account | undefined,
): Promise<string> {
  if (account === undefined || (await readableByAll(join(packaged, 'bin', 'postgres')))) return packaged;
  const copy = join(folder.path, 'programs');
  await cp(packaged, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

/** PostgreSQL reads PG* variables and the locale from the environment: it gets none of ours. */
function surroundings({ folder, account }: Cluster) {
  return {
    cwd: folder.path,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...account,
  };
}

async function initialise(request: ServerRequest, cluster: Cluster): Promise<void> {
  const { folder, account, programs, superuser, password } = cluster;
  const data = join(folder.path, 'data');
  const make = request.cluster?.make ?? makeCluster;
  await make({ data, programs, superuser, password, account, surroundings: surroundings(cluster) });
  // Own settings are included, not given as arguments, so that ALTER SYSTEM and a reload work as on any server.
  await appendFile(join(data, 'postgresql.conf'), "\ninclude '../server.conf'\n");
}

async function launch(cluster: Cluster): Promise<EmbeddedServer> {
  const { folder, superuser, password } = cluster;
  const host = '127.0.0.1';
  const first = await startOnFreePort(cluster);
  const { port } = first;
  let { postmaster } = first;
  const credentials = (role: string) => `${encodeURIComponent(role)}:${password}`;

  return {
    host,
    port,
    superuser,
    password,
    folder: folder.path,
    get pid() {
      return postmaster.pid ?? 0;
    },
    url: (role = superuser, database = 'postgres') =>
      `postgresql://${credentials(role)}@${host}:${port}/${encodeURIComponent(database)}`,
    socketUrl: (role = superuser, database = 'postgres') => {
      const place = new URLSearchParams({ host: folder.path, port: String(port) });
      return `postgresql://${credentials(role)}@/${encodeURIComponent(database)}?${place.toString()}`;
    },
    async restart(mode = 'fast') {
      await end(postmaster, shutdownSignals[mode]);
      const started = await startPostmaster(cluster, port);
      if (started.outcome !== 'ready') throw await startFailure(cluster);
      postmaster = started.postmaster;
    },
    async stop() {
      await end(postmaster, shutdownSignals.immediate);
      await folder.remove();
    },
  };
}

async function end(postmaster: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(postmaster)) return;
  postmaster.ref();
  const gone = once(postmaster, 'exit');
  postmaster.kill(signal);
  await gone;
}

async function startOnFreePort(cluster: Cluster): Promise<{ postmaster: ChildProcess; port: number }> {
  for (let attempt = 1; attempt <= portAttempts; attempt++) {
    const port = await freePort();
    const { outcome, postmaster } = await startPostmaster(cluster, port);
    if (outcome === 'ready') return { postmaster, port };
    if (!(await readLog(cluster)).includes('could not create any TCP/IP sockets')) break;
  }
  throw await startFailure(cluster);
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startPostmaster(
  cluster: Cluster,
  port: number,
): Promise<{ outcome: 'ready' | 'ended'; postmaster: ChildProcess }> {
  const { folder, programs, settings } = cluster;
  const lines = Object.entries({ ...settings, port: String(port), unix_socket_directories: folder.path });
  const quoted = lines.map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  await writeFile(join(folder.path, 'server.conf'), quoted.join(''));
  // A file, not a pipe: nobody has to read along for the server to go on.
  const log = await open(join(folder.path, 'server.log'), 'w');
  const postmaster = spawn(join(programs, 'bin', 'postgres'), ['-D', join(folder.path, 'data')], {
    ...surroundings(cluster),
    // Out of reach of a terminal's Ctrl-C: the server has to live while its owner pauses at a safe point.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  try {
    await once(postmaster, 'spawn');
  } finally {
    await log.close();
  }
  postmaster.unref();
  folder.setPostmaster(postmaster.pid);
  postmaster.once('exit', () => folder.setPostmaster(undefined));

  const deadline = Date.now() + startTimeoutMs;
  while (!hasEnded(postmaster) && Date.now() < deadline) {
    if (await isReady(cluster, postmaster)) return { outcome: 'ready', postmaster };
    await delay(10);
  }
  await end(postmaster, shutdownSignals.immediate);
  return { outcome: 'ended', postmaster };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The postmaster keeps its state in the lock file: the first line is its process id, the eighth says `ready`. */
async function isReady({ folder }: Cluster, postmaster: ChildProcess): Promise<boolean> {
  const lockFile = await readFile(join(folder.path, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = lockFile.split('\n');
  return lines[0] === String(postmaster.pid) && lines[7]?.trim() === 'ready';
}

async function readLog({ folder }: Cluster): Promise<string> {
  return readFile(join(folder.path, 'server.log'), 'utf8').catch(() => '');
}

async function startFailure(cluster: Cluster): Promise<CutoverError> {
  const log = (await readLog(cluster)).trim().split('\n').slice(-5).join(' ');
  return new CutoverError('demo.server', `The embedded PostgreSQL server did not start. ${log}`.trim(), {
    hint: 'See that memory and the temporary folder (TMPDIR) are not exhausted, and try again.',
  });
}
