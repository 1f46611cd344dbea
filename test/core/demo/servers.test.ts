import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startServer as startEmbeddedServer } from '../../../core/demo/servers.ts';
import { removal } from '../../support/removal.ts';
import {
  createDatabase,
  majors,
  query,
  serverForTest,
  startServer,
  useServer,
  withClient,
} from '../../support/servers.ts';

const shared = useServer();

test.for(majors)('PostgreSQL %i starts with the superuser that was asked for', async (major) => {
  const server = await serverForTest({ major, superuser: 'supabase_admin', fresh: true });
  const [row] = await query(
    server.url(),
    `SELECT current_setting('server_version_num')::int / 10000 AS major, current_user AS role,
       (SELECT count(*)::int FROM pg_roles WHERE rolsuper) AS superusers`,
  );
  expect(row).toEqual({ major, role: 'supabase_admin', superusers: 1 });
});

test('a server is reached over TCP and over its unix socket, with its password only', async () => {
  const server = shared();
  for (const url of [server.url(), server.socketUrl()]) {
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }
  for (const url of [server.url(), server.socketUrl()]) {
    await expect(query(url.replace(server.password, 'wrong'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  }
});

test('a server listens on this machine only, and its folder is closed to others', async () => {
  const [row] = await query(shared().url(), "SELECT current_setting('listen_addresses') AS addresses");
  expect(row).toEqual({ addresses: '127.0.0.1' });
  expect((await stat(shared().folder)).mode & 0o777).toBe(0o700);
});

test('settings given win over the ones of a throw-away server, and ALTER SYSTEM over both', async () => {
  const server = await serverForTest({ settings: { work_mem: '3MB', 'app.motto': "it's late" } });
  const read = () =>
    query(
      server.url(),
      `SELECT current_setting('work_mem') AS mem, current_setting('fsync') AS fsync, current_setting('app.motto') AS motto`,
    );
  expect(await read()).toEqual([{ mem: '3MB', fsync: 'off', motto: "it's late" }]);
  await query(server.url(), "ALTER SYSTEM SET work_mem = '5MB'");
  await server.restart();
  expect(await read()).toEqual([{ mem: '5MB', fsync: 'off', motto: "it's late" }]);
});

test('two servers at once have their own ports, folders and passwords', async () => {
  const [one, two] = await Promise.all([serverForTest({ fresh: true }), serverForTest({ fresh: true })]);
  for (const key of ['port', 'folder', 'password', 'pid'] as const) expect(one[key]).not.toBe(two[key]);
});

test.for(['fast', 'immediate'] as const)(
  'a restart (%s) keeps the data and the port, and ends sessions',
  async (mode) => {
    const server = await serverForTest();
    const { port, pid } = server;
    await query(server.url(), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await withClient(server.url(), async (client) => {
      const cut = once(client, 'error');
      await server.restart(mode);
      await cut;
    });
    expect(server.port).toBe(port);
    expect(server.pid).not.toBe(pid);
    expect(await query(server.url(), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  },
);

test('stop ends the server and removes its folder, even with a session open and when called twice', async () => {
  const server = await startServer();
  const { folder, pid, port } = server;
  await withClient(server.url(), async (client) => {
    const cut = once(client, 'error');
    await Promise.all([server.stop(), cut]);
  });
  await server.stop();
  expect(existsSync(folder)).toBe(false);
  expect(isAlive(pid)).toBe(false);
  const refused = once(connect(port, '127.0.0.1'), 'connect');
  await expect(refused).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a server and its folder vanish when its owner is killed by SIGKILL', async () => {
  const { owner, exited, folder, pid } = await startOwner('server', 'wait');
  expect([existsSync(folder), isAlive(pid)]).toEqual([true, true]);
  owner.kill('SIGKILL');
  await exited;
  await expectGone(folder, pid);
});

test('a server and its folder vanish when its owner simply comes to its end', async () => {
  const { exited, folder, pid } = await startOwner('server', 'return');
  expect(await exited).toEqual([0, null]);
  await expectGone(folder, pid);
});

test.for(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'the guard acts on %s, and leaves the signal to the owner',
  async (signal) => {
    const { owner, exited, folder, pid } = await startOwner('stand-in', 'wait');
    owner.kill(signal);
    // No exit hook has turned the signal into an exit code.
    expect(await exited).toEqual([null, signal]);
    await expectGone(folder, pid);
  },
);

test.for([
  ['throw', 1],
  ['exit', 3],
] as const)('the guard acts on an owner that ends by %s, and leaves the exit code to it', async ([how, code]) => {
  const { exited, folder, pid } = await startOwner('stand-in', how);
  expect(await exited).toEqual([code, null]);
  await expectGone(folder, pid);
});

test('a folder whose guard was killed as well is removed by the next start, a younger one is not', async () => {
  const base = await mkdtemp(join(tmpdir(), 'servers-'));
  // Root's servers run as another account, which has to be able to enter.
  await chmod(base, 0o755);
  vi.stubEnv('TMPDIR', base);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(base, removal);
  });
  const alive = await serverForTest();
  const { uid, gid } = await stat(alive.folder);
  const gone = spawn('true');
  await once(gone, 'exit');
  const twoMinutesAgo = Date.now() / 1000 - 120;
  for (const name of ['cutover-pg-young', 'cutover-pg-stale', 'cutover-pg-in-use']) {
    const folder = join(base, name);
    await mkdir(join(folder, 'data'), { recursive: true });
    await writeFile(join(folder, 'guard.pid'), String(name.endsWith('in-use') ? process.pid : gone.pid));
    await chown(folder, uid, gid);
    if (!name.endsWith('young')) await utimes(folder, twoMinutesAgo, twoMinutesAgo);
  }

  const next = await serverForTest();
  const expected = ['cutover-pg-young', 'cutover-pg-in-use', basename(alive.folder), basename(next.folder)];
  expect((await readdir(base)).sort()).toEqual(expected.sort());
});

test('an unknown distribution is refused in words', async () => {
  await expect(startEmbeddedServer({ distribution: 'embedded-postgres-1' })).rejects.toMatchObject({
    code: 'demo.server',
  });
});

test('a server that does not start says why, and leaves nothing', async () => {
  const failure = await startServer({ settings: { shared_buffers: 'plenty' } }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'demo.server', message: expect.stringContaining('shared_buffers') });
});

test('databases on one server are apart', async () => {
  const [one, two] = await Promise.all([createDatabase(shared()), createDatabase(shared())]);
  await one.execute('CREATE TABLE t (a int); INSERT INTO t VALUES (1)');
  expect(await one.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
  expect(await two.query("SELECT to_regclass('t') AS t")).toEqual([{ t: null }]);
});

interface Owned {
  readonly owner: ChildProcess;
  readonly folder: string;
  readonly pid: number;
  readonly exited: Promise<unknown[]>;
}

/** Starts the process of `owner.ts`. Its first line on stdout is its own, so nothing else was written there before. */
async function startOwner(what: 'server' | 'stand-in', how: 'wait' | 'throw' | 'exit' | 'return'): Promise<Owned> {
  const program = fileURLToPath(new URL('owner.ts', import.meta.url));
  const owner = spawn(process.execPath, [program, what, how], { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void owner.kill('SIGKILL'));
  const exited = once(owner, 'exit');
  const [line] = (await once(createInterface(owner.stdout), 'line')) as [string];
  return { owner, exited, ...(JSON.parse(line) as { folder: string; pid: number }) };
}

async function expectGone(folder: string, pid: number): Promise<void> {
  await vi.waitFor(() => expect([existsSync(folder), isAlive(pid)]).toEqual([false, false]), {
    timeout: 20_000,
    interval: 20,
  });
}

/** False as well of what has ended and waits for its parent to be told: an init may take seconds to ask. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // Gone since, or a system without /proc.
    return !existsSync('/proc/self');
  }
}
