import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startDemo } from '../../../core/demo/demo.ts';
import { removal } from '../../support/removal.ts';
import { query } from '../../support/servers.ts';

test('the demo is a filled project and an empty plain server, and both are gone after stop', async () => {
  const demo = await startDemo({ scale: 0.01 });
  onTestFinished(() => demo.stop());
  const facts = `SELECT current_user AS role, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
    (SELECT count(*)::int FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'p') AS partitioned,
    current_setting('unix_socket_directories') AS folder`;
  const [source] = await query<{ folder: string }>(demo.source.url, facts);
  const [target] = await query<{ folder: string }>(demo.target.url, facts);
  expect(source).toMatchObject({ role: 'postgres', superuser: false, partitioned: 1 });
  expect(target).toMatchObject({ role: 'postgres', superuser: true, partitioned: 0 });
  expect(demo.source.port).not.toBe(demo.target.port);

  await demo.stop();
  await demo.stop();
  expect([source?.folder, target?.folder].map((folder) => existsSync(folder ?? '/'))).toEqual([false, false]);
});

test('a demo that cannot be filled leaves no server behind', async () => {
  const folders = await mkdtemp(join(tmpdir(), 'demo-'));
  // Root's servers run as another account, which has to be able to enter.
  await chmod(folders, 0o755);
  vi.stubEnv('TMPDIR', folders);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folders, removal);
  });
  await expect(startDemo({ scale: Number.NaN })).rejects.toMatchObject({ code: 'demo.server' });
  expect(await readdir(folders)).toEqual([]);
});
