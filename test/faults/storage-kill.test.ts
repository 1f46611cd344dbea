import { randomInt } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import { sampleSuperuser } from '../../core/demo/sample.ts';
import { readFile } from '../../core/supabase/storage/transfer.ts';
import { buildProgram, eventsOf, privateFolder, startProgram } from '../support/program.ts';
import { hasLedger, useServer } from '../support/servers.ts';
import { fillBucket, storageWorld, storedRows } from '../support/storage.ts';

/** How often the run is killed; `npm run test:faults` asks for more than `npm test` has time for. */
const kills = Math.min(Number(process.env['CUTOVER_KILLS'] ?? 3), 10);

/** How many small files, and the size of the largest file in MB. */
const files = Number(process.env['CUTOVER_KILL_FILES'] ?? 300);
const largeMb = Number(process.env['CUTOVER_KILL_LARGE_MB'] ?? 20);
const all = files + 2;

vi.setConfig({ testTimeout: 60_000 * kills + 120_000 });
beforeAll(buildProgram, 180_000);

const source = useServer({ superuser: sampleSuperuser });
const target = useServer({ superuser: sampleSuperuser });

test(`${kills} times killed with SIGKILL among the files and resumed: verified, and no finished file sent twice`, async () => {
  const from = await storageWorld(source());
  const to = await storageWorld(target());
  await fillBucket(
    from,
    'small',
    Array.from({ length: files }, (_, n) => ({ name: `${n % 9}/file ${n}`, size: 500 + n })),
  );
  await fillBucket(from, 'large', [
    { name: 'a.bin', size: largeMb * 1024 ** 2 },
    { name: 'b.bin', size: 2 * 1024 ** 2 },
  ]);
  const folder = privateFolder();
  const env = {
    CUTOVER_SOURCE_SUPABASE_URL: from.access.url,
    CUTOVER_SOURCE_SERVICE_KEY: from.access.serviceKey,
    CUTOVER_TARGET_SUPABASE_URL: to.access.url,
    CUTOVER_TARGET_SERVICE_KEY: to.access.serviceKey,
  };
  const ends = ['--source', from.url, '--target', to.url, '--json', '--storage-jobs', '4'];
  // Slow enough that every life of the program ends among its files.
  to.api.slow(25);
  let done = 0;
  for (let life = 0; life < kills; life += 1) {
    const begun = await hasLedger(to.database);
    const program = startProgram(folder, [...(begun ? ['resume'] : ['run', '--go']), ...ends], env);
    const wanted = done + randomInt(5, Math.max(6, Math.floor((files * 0.93) / kills)));
    await vi.waitUntil(() => to.api.uploads.length >= wanted || program.child.exitCode !== null, {
      timeout: 60_000,
      interval: 5,
    });
    program.child.kill('SIGKILL');
    const result = await program.ended;
    expect(result.code, result.stdout + result.stderr).toBe(null);
    done = to.api.uploads.length;
  }
  expect(done).toBeLessThan(all);
  to.api.slow(0);
  const program = startProgram(folder, ['resume', ...ends], env);
  const result = await program.ended;
  expect(result.code, result.stdout + result.stderr).toBe(0);
  expect(eventsOf(result.stdout).at(-1)).toMatchObject({ type: 'run.finished', outcome: 'verified' });
  const names = to.api.uploads.map(({ bucket, name }) => `${bucket}/${name}`);
  expect(names).toHaveLength(all);
  expect(new Set(names).size).toBe(all);
  expect(await storedRows(to.database)).toEqual(await storedRows(from.database));
  for (const name of ['a.bin', 'b.bin']) {
    expect(await readFile(to.client, 'large', name)).toEqual(await readFile(from.client, 'large', name));
  }
});
