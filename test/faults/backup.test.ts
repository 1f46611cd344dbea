import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readContents } from '../support/fidelity/contents.ts';
import { dumpText } from '../support/migration.ts';
import { buildProgram, privateFolder, type RunningProgram, runProgram, startProgram } from '../support/program.ts';
import { type Proxy, proxyForTest, type Trigger } from '../support/proxy.ts';
import { createDatabase, query, sessionsGone, type TestDatabase, useServer } from '../support/servers.ts';
import { mountSmallDisk, smallTablespace } from '../support/small-disk.ts';

beforeAll(buildProgram, 180_000);

const server = useServer();

/** Two tables of which the second takes a while. */
const rows = 60_000;

async function shop(): Promise<TestDatabase> {
  const database = await createDatabase(server());
  await database.execute(`
    CREATE SCHEMA auth;
    CREATE TABLE auth.a_users (id integer PRIMARY KEY, email text);
    CREATE TABLE auth.events (id integer PRIMARY KEY, body jsonb, note text);
    INSERT INTO auth.a_users SELECT n, 'u' || n FROM generate_series(1, 100) n;
    INSERT INTO auth.events SELECT n, jsonb_build_object('n', n, 'text', repeat('x', 200)), md5(n::text)
      FROM generate_series(1, ${rows}) n;`);
  return database;
}

async function look({ url }: TestDatabase): Promise<unknown> {
  return [await readContents(url), await dumpText(url)];
}

/** Kills the program when it has come to this point, which it cannot pass by itself. */
async function killedAt(program: RunningProgram, proxy: Proxy, point: Trigger): Promise<void> {
  await Promise.race([proxy.at(point, (link) => link.stall()), program.ended]);
  program.child.kill('SIGKILL');
  expect((await program.ended).code).toBeNull();
  proxy.flow();
}

function backupsIn(folder: string): string[] {
  const parent = join(folder, 'state/cutover/backups');
  return existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : [];
}

test('a backup that is killed is none, and its source is as it was; a restore that is killed leaves the target as it was', async () => {
  const folder = privateFolder();
  const database = await shop();
  const proxy = await proxyForTest(server().url());
  const killedBackup = startProgram(folder, ['backup', '--source', proxy.url(database.url)]);
  const half = { direction: 'toClient', message: 'DataRow', statement: /"auth"\."events"/, nth: rows / 2 } as const;
  await killedAt(killedBackup, proxy, half);
  const [unfinished = ''] = backupsIn(folder);
  expect(unfinished).toMatch(/\.unfinished$/);
  expect(statSync(join(unfinished, 'auth_events.json')).size).toBeGreaterThan(0);
  const target = ['--target', database.url, '--confirm', database.name];
  const refused = await runProgram(folder, ['restore', unfinished, ...target]);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('is no finished backup')]);

  expect((await runProgram(folder, ['backup', '--source', database.url])).code).toBe(0);
  const backup = backupsIn(folder).find((path) => !path.endsWith('.unfinished')) ?? '';
  await database.execute(
    "DELETE FROM auth.events WHERE id > 50000; UPDATE auth.a_users SET email = 'since' WHERE id = 1",
  );
  const before = await look(database);
  const through = ['--target', proxy.url(database.url), '--confirm', database.name];
  const restoring = startProgram(folder, ['restore', backup, ...through, '--overwrite-newer']);
  const second = { direction: 'toServer', message: 'Bind', statement: /INSERT INTO "auth"\."events"/, nth: 2 } as const;
  await killedAt(restoring, proxy, second);
  await sessionsGone(database);
  expect(await look(database)).toEqual(before);
  const restore = ['restore', backup, ...target, '--overwrite-newer'];
  const whole = await runProgram(folder, restore);
  expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining('checksums equal')]);
  expect(await database.query('SELECT count(*)::int AS rows FROM auth.events')).toEqual([{ rows }]);
}, 120_000);

test('a disk that is full while a backup is written, or while one is restored, is named; nothing is left behind or changed', async () => {
  const folder = privateFolder();
  const database = await shop();
  expect((await runProgram(folder, ['backup', '--source', database.url])).code).toBe(0);
  const [backup = ''] = backupsIn(folder);
  const target = ['--target', database.url, '--confirm', database.name, '--overwrite-newer'];
  const disk = join(folder, 'disk');
  // The first table fits, the second does not; where nothing can be mounted, a file of the state folder's name is in the way.
  const mounted = mountSmallDisk(disk, 4);
  const reason = mounted ? /its disk is full[^]*Make room/ : /cannot be written to/;
  const place = mounted ? disk : '/dev/null/state';
  const before = await look(database);
  for (const args of [
    ['backup', '--source', database.url],
    ['restore', backup, ...target],
  ]) {
    const { code, stderr } = await runProgram(folder, [...args, '--state-dir', place]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(reason)]);
    expect(existsSync(join(place, 'backups')) ? readdirSync(join(place, 'backups')) : []).toEqual([]);
    expect(await look(database)).toEqual(before);
  }
}, 120_000);

test("the target's disk is full during a restore: it is named, the target is as it was, and with room made the same command restores", async () => {
  const folder = privateFolder();
  const database = await shop();
  expect((await runProgram(folder, ['backup', '--source', database.url])).code).toBe(0);
  const [backup = ''] = backupsIn(folder);
  await database.execute("UPDATE auth.a_users SET email = 'since' WHERE id = 1");
  const before = await look(database);
  // The rows fit once, beside the 8 MB of an empty database; a restore has them twice until it ends.
  const disk = await smallTablespace(server(), 36);
  await query(server().url(), `ALTER DATABASE "${database.name}" SET TABLESPACE "${disk.name}"`);
  disk.fill();
  const restore = ['restore', backup, '--target', database.url, '--confirm', database.name, '--overwrite-newer'];
  const full = await runProgram(folder, restore);
  expect([full.code, full.stderr]).toEqual([1, expect.stringMatching(disk.says)]);
  expect(full.stderr).toContain('The target is as it was.');
  disk.enlarge();
  expect(await look(database)).toEqual(before);
  const whole = await runProgram(folder, restore);
  expect([whole.code, whole.stdout]).toEqual([0, expect.stringContaining('checksums equal')]);
  expect(await database.query('SELECT email FROM auth.a_users WHERE id = 1')).toEqual([{ email: 'u1' }]);
}, 120_000);
