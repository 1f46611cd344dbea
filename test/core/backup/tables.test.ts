import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileName, readMetadata } from '../../../core/backup/metadata.ts';
import { backupTables, type TableProgress } from '../../../core/backup/tables.ts';
import { connect, type Session } from '../../../core/postgres/session.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

const server = useServer();

async function sessionOn(sql: string): Promise<Session> {
  const database = await createDatabase(server(), {});
  await database.execute(sql);
  const session = await connect({ end: 'source', url: database.url, purpose: 'test backup' });
  onTestFinished(() => session.close());
  return session;
}

function newFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), 'cutover-backup-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'backups', 'backup_shop_now');
}

test('a backup is one JSON array a table, a row a line, with counts, digests and sequences in metadata.json', async () => {
  const session = await sessionOn(`
    CREATE SCHEMA auth;
    CREATE TABLE auth.users (
      id bigserial PRIMARY KEY, at timestamptz, n numeric, b bytea, meta jsonb, raw json, tags text[], twice bigint GENERATED ALWAYS AS (id * 2) STORED);
    INSERT INTO auth.users (at, n, b, meta, raw, tags) VALUES
      ('2024-02-03 04:05:06.789012+01', 9007199254740993.10, '\\x00ff', '{"a": null}', '{"a": 1,  "a":2}', '{x,NULL}'),
      ('infinity', 'NaN', NULL, 'null', 'null', '[3:3]={y}'),
      (NULL, NULL, NULL, NULL, NULL, NULL);`);
  const folder = newFolder();
  const seen: TableProgress[] = [];
  const metadata = await backupTables(session, [{ schema: 'auth', name: 'users' }], folder, {
    toolVersion: '1.2.3',
    projectRef: 'abcdef',
    onTable: (progress) => seen.push(progress),
  });
  expect(readFileSync(join(folder, 'auth_users.json'), 'utf8')).toBe(
    [
      '[',
      '{"b": "\\\\x00ff", "n": 9007199254740993.10, "at": "2024-02-03T03:05:06.789012+00:00", "id": 1, "raw": "{\\"a\\": 1,  \\"a\\":2}", "meta": {"a": null}, "tags": ["x", null], "twice": 2},',
      '{"b": null, "n": "NaN", "at": "infinity", "id": 2, "raw": "null", "meta": null, "tags": "[3:3]={y}", "twice": 4},',
      '{"b": null, "n": null, "at": null, "id": 3, "raw": null, "tags": null, "twice": 6}',
      ']',
      '',
    ].join('\n'),
  );
  expect(metadata).toMatchObject({
    backupId: 'backup_shop_now',
    projectRef: 'abcdef',
    databaseName: session.address.database,
    backupPath: folder,
    tables: ['auth.users'],
    rowCounts: { 'auth.users': 3 },
    files: [
      {
        file: 'auth_users.json',
        rows: 3,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        sequences: [{ schema: 'auth', name: 'users_id_seq', lastValue: '3', isCalled: true }],
      },
    ],
  });
  expect(await readMetadata(folder)).toEqual(metadata);
  expect(seen.map(({ state, rows }) => `${state} ${rows}`)).toEqual(['begun 0', 'running 3', 'done 3']);
  expect(readdirSync(join(folder, '..'))).toEqual(['backup_shop_now']);
  expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
  for (const file of readdirSync(folder)) expect((statSync(join(folder, file)).mode & 0o777).toString(8)).toBe('600');
});

test('a backup that is stopped or fails leaves nothing behind, and says why', async () => {
  const session = await sessionOn('CREATE TABLE public.t AS SELECT g AS id FROM generate_series(1, 5000) g');
  const folder = newFolder();
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  const options = { toolVersion: '1', signal: abort.signal, onTable: stop };
  await expect(backupTables(session, [{ schema: 'public', name: 't' }], folder, options)).rejects.toMatchObject({
    code: 'stopped',
  });
  await expect(
    backupTables(session, [{ schema: 'public', name: 'missing' }], folder, { toolVersion: '1' }),
  ).rejects.toMatchObject({ code: 'backup.failed', message: expect.stringContaining('public.missing') });
  expect(existsSync(folder)).toBe(false);
  expect(readdirSync(join(folder, '..'))).toEqual([]);
  await expect(
    backupTables(session, [{ schema: 'public', name: 't' }], '/dev/null/b', { toolVersion: '1' }),
  ).rejects.toMatchObject({ code: 'backup.failed', hint: expect.stringContaining('--state-dir') });
  // The session is as good as before.
  expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('names of files are unique, short and harmless, whatever the tables are called', () => {
  const taken = new Set(['metadata.json']);
  expect(fileName('auth', 'users', taken)).toBe('auth_users.json');
  expect(fileName('auth', 'Users', taken)).toBe('auth_Users~2.json');
  expect(fileName('a', '../x y', taken)).toBe('a_%2e%2e%2fx%20y.json');
  const long = fileName('ü'.repeat(31), '表'.repeat(21), taken);
  expect(long.length).toBeLessThan(220);
  expect(fileName('ü'.repeat(31), '表'.repeat(21), taken)).not.toBe(long);
});
