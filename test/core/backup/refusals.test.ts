import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type RestoreEnd, type RestoreRequest, restoreBackup } from '../../../core/backup/restore.ts';
import { moveSequencesForward } from '../../../core/backup/sequences.ts';
import { backupTables } from '../../../core/backup/tables.ts';
import { connect } from '../../../core/postgres/session.ts';
import { readContents } from '../../support/fidelity/contents.ts';
import { dumpText } from '../../support/migration.ts';
import { createDatabase, query, type TestDatabase, useServer } from '../../support/servers.ts';
import { openSession } from '../inventory/sessions.ts';

const server = useServer();

let parent: string;
let folder: string;
let database: TestDatabase;

/** Users with what refers to them, inside and outside of what is backed up, and Storage's guard against DELETE. */
const shop = `
  CREATE SCHEMA auth; CREATE SCHEMA storage;
  CREATE TABLE auth.users (id serial PRIMARY KEY, email text UNIQUE, updated_at timestamptz DEFAULT now());
  CREATE TABLE auth.sessions (id serial PRIMARY KEY, user_id integer NOT NULL REFERENCES auth.users ON DELETE CASCADE);
  CREATE TABLE storage.objects (id serial PRIMARY KEY, name text);
  CREATE FUNCTION storage.protect_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF coalesce(current_setting('storage.allow_delete_query', true), 'false') <> 'true' THEN
      RAISE EXCEPTION 'Direct deletion from storage tables is not allowed'; END IF;
    RETURN NULL; END $$;
  CREATE TRIGGER protect BEFORE DELETE ON storage.objects FOR EACH STATEMENT EXECUTE FUNCTION storage.protect_delete();
  CREATE TABLE public.profiles (id integer PRIMARY KEY REFERENCES auth.users ON DELETE CASCADE, name text);
  CREATE FUNCTION public.greet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO public.profiles VALUES (NEW.id, 'made by the trigger'); RETURN NEW; END $$;
  INSERT INTO auth.users (email, updated_at) SELECT 'u' || n || '@x', '2020-01-01' FROM generate_series(1, 4000) n;
  INSERT INTO auth.sessions (user_id) SELECT n FROM generate_series(1, 4000) n;
  INSERT INTO storage.objects (name) VALUES ('a'), ('b');
  INSERT INTO public.profiles SELECT n, 'p' || n FROM generate_series(1, 100) n;
  CREATE TRIGGER greet AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION public.greet();`;

const backedUp = [
  { schema: 'auth', name: 'sessions' },
  { schema: 'auth', name: 'users' },
  { schema: 'storage', name: 'objects' },
];

beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'cutover-restore-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  folder = join(parent, 'backup');
  database = await createDatabase(server());
  await database.execute(shop);
  const session = await connect({ end: 'source', url: database.url, purpose: 'test backup' });
  await backupTables(session, backedUp, folder, { toolVersion: '1' });
  await session.close();
});

async function restore(changes: Partial<RestoreRequest> = {}): Promise<RestoreEnd> {
  return await restoreBackup({
    folder,
    targetUrl: database.url,
    confirm: database.name,
    stateDir: join(parent, 'state'),
    toolVersion: '1',
    overwriteNewer: false,
    ...changes,
  });
}

/** Rows and sequences; with the schema where it could have been changed. */
async function look(schema = false): Promise<unknown> {
  return [await readContents(database.url), schema ? await dumpText(database.url) : ''];
}

/** Expects the restore to fail with this, and the target to be what it was. */
async function expectUntouched(changes: Partial<RestoreRequest>, error: object, schema = false): Promise<void> {
  const before = await look(schema);
  await expect(restore(changes)).rejects.toMatchObject(error);
  expect(await look(schema)).toEqual(before);
  // Nothing was replaced, so nothing is kept.
  const state = join(parent, 'state', 'backups');
  expect(existsSync(state) ? readdirSync(state) : []).toEqual([]);
}

function changeByte(file: string): void {
  const path = join(folder, file);
  const bytes = readFileSync(path);
  const at = bytes.indexOf('u777@x');
  bytes[at] = 'v'.charCodeAt(0);
  writeFileSync(path, bytes);
}

const changes: Readonly<Record<string, readonly [() => void, RegExp]>> = {
  'one byte of a file is another': [() => changeByte('auth_users.json'), /auth_users\.json of auth\.users.*SHA-256/],
  'a file is missing': [() => rmSync(join(folder, 'auth_sessions.json')), /auth_sessions\.json.*not there/],
  'a file is cut off': [
    () =>
      writeFileSync(join(folder, 'auth_users.json'), readFileSync(join(folder, 'auth_users.json')).subarray(0, 900)),
    /auth_users\.json.*900 bytes instead of/,
  ],
  'metadata.json is missing': [() => rmSync(join(folder, 'metadata.json')), /no finished backup/],
  'metadata.json is cut off': [() => writeFileSync(join(folder, 'metadata.json'), '{"v": 1'), /cannot be read/],
  'metadata.json leads out of the folder': [
    () => {
      const path = join(folder, 'metadata.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace('"auth_users.json"', '"../auth_users.json"'));
    },
    /cannot be read/,
  ],
};

test('a damaged backup is named by file and damage, before anything is changed', async () => {
  await database.execute("UPDATE auth.users SET email = 'later' WHERE id = 1");
  const before = await look();
  const whole = folder;
  for (const [what, [change, message]] of Object.entries(changes)) {
    folder = join(parent, what.replaceAll(' ', '_'));
    cpSync(whole, folder, { recursive: true });
    change();
    await expect(restore(), what).rejects.toMatchObject({
      code: 'backup.damaged',
      message: expect.stringMatching(message),
    });
  }
  expect(await look()).toEqual(before);
  expect(existsSync(join(parent, 'state'))).toBe(false);
});

test('a file that changes after it was checked is noticed before the commit', async () => {
  await expectUntouched(
    {
      onTable: ({ table, state }) => {
        if (table === 'auth.users' && state === 'begun') changeByte('auth_users.json');
      },
    },
    { code: 'backup.damaged', message: expect.stringContaining('SHA-256') },
  );
});

test('rows of the target that the backup does not have, or has otherwise, are refused by number; told to, they go and are kept', async () => {
  await database.execute(`
    UPDATE auth.users SET email = 'changed since', updated_at = now() + interval '1 hour' WHERE id = 2;
    UPDATE auth.users SET email = 'damaged, but older' WHERE id = 3;
    INSERT INTO storage.objects (name) VALUES ('new'), ('newer');`);
  await expectUntouched(
    {},
    {
      code: 'restore.refused',
      message:
        'the target has rows that would be lost: auth.users: 1 that were changed since, as far as can be told; ' +
        'storage.objects: 2 that the backup does not have',
      hint: expect.stringContaining('--overwrite-newer'),
    },
  );
  const { kept, rows } = await restore({ overwriteNewer: true });
  expect(rows).toBe(8_002);
  expect(await database.query('SELECT name FROM storage.objects ORDER BY id')).toEqual([{ name: 'a' }, { name: 'b' }]);
  expect(readFileSync(join(kept ?? '', 'storage_objects.json'), 'utf8')).toContain('"newer"');
});

test('only what is in the backup is replaced: profiles, triggers and sequences stay as they are', async () => {
  const before = await look(true);
  await database.execute(`
    ALTER TABLE auth.users DISABLE TRIGGER ALL;
    DELETE FROM auth.sessions WHERE id > 10;
    UPDATE auth.users SET email = NULL WHERE id > 200;
    ALTER TABLE auth.users ENABLE TRIGGER ALL;`);
  await restore();
  expect(await look(true)).toEqual(before);
});

test('rows outside of the backup that would point nowhere are named, and nothing is changed', async () => {
  await database.execute(`
    ALTER TABLE auth.users DISABLE TRIGGER greet;
    INSERT INTO auth.users (email) VALUES ('new');
    ALTER TABLE auth.users ENABLE TRIGGER greet;
    INSERT INTO public.profiles VALUES (4001, 'of the new user');`);
  await expectUntouched(
    { overwriteNewer: true },
    {
      code: 'restore.refused',
      message: expect.stringMatching(/1 rows of public\.profiles refer to rows of auth\.users/),
    },
  );
});

test('a target that does not fit, another name and a table that is held are refused', async () => {
  await expectUntouched({ confirm: 'other' }, { code: 'confirm.mismatch' });
  await database.execute('ALTER TABLE auth.users RENAME COLUMN email TO mail; ALTER TABLE storage.objects RENAME TO o');
  await expectUntouched(
    {},
    {
      code: 'restore.refused',
      message: expect.stringMatching(/auth\.users takes no values for email; there is no table storage\.objects/),
    },
  );
});

test('an owner who may not switch triggers and keys off restores too, unless rows outside refer to what goes', async () => {
  await query(server().url(), `CREATE ROLE shop_owner LOGIN PASSWORD '${server().password}'`);
  await database.execute(`
    ALTER SCHEMA auth OWNER TO shop_owner; ALTER SCHEMA storage OWNER TO shop_owner;
    ALTER TABLE auth.users OWNER TO shop_owner; ALTER TABLE auth.sessions OWNER TO shop_owner;
    ALTER TABLE storage.objects OWNER TO shop_owner; ALTER TABLE public.profiles OWNER TO shop_owner;
    GRANT CREATE, TEMPORARY ON DATABASE ${database.name} TO shop_owner;`);
  const targetUrl = server().url('shop_owner', database.name);
  await expectUntouched(
    { targetUrl },
    { code: 'restore.refused', message: expect.stringContaining('rows of public.profiles refer to') },
  );
  await database.execute('TRUNCATE public.profiles; DELETE FROM auth.sessions WHERE id < 100');
  const { kept } = await restore({ targetUrl });
  expect(await database.query('SELECT count(*)::int AS n FROM auth.sessions')).toEqual([{ n: 4000 }]);
  // The trigger on users did not fire for rows that come back.
  expect(await database.query('SELECT FROM public.profiles')).toEqual([]);
  expect(kept).toBeDefined();
});

test('a server that ends the session in the middle has lost nothing; repeated, the restore goes through', async () => {
  let ended: Promise<unknown> | undefined;
  const end = ({ table, state }: { readonly table: string; readonly state: string }): void => {
    if (table !== 'auth.users' || state !== 'running') return;
    ended ??= query(
      server().url(),
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'cutover control' AND datname = $1",
      [database.name],
    );
  };
  await database.execute('DELETE FROM auth.sessions WHERE id > 3000');
  await expectUntouched(
    { onTable: end },
    { code: 'restore.failed', hint: 'The target is as it was. Repeat the command.' },
  );
  await ended;
  await restore();
  expect(await database.query('SELECT count(*)::int AS n FROM auth.sessions')).toEqual([{ n: 4000 }]);
});

test('stopped in the middle, the target is as it was', async () => {
  const abort = new AbortController();
  const stop = ({ state }: { readonly state: string }): void => {
    if (state === 'running') abort.abort();
  };
  await expectUntouched({ signal: abort.signal, onTable: stop }, { code: 'stopped' }, true);
  expect(abort.signal.aborted).toBe(true);
});

test('a backup that was moved is as good, and a sequence that is further stays', async () => {
  cpSync(folder, join(parent, 'elsewhere'), { recursive: true });
  await database.execute("SELECT setval('auth.users_id_seq', 9000); SELECT setval('auth.sessions_id_seq', 1)");
  await restore({ folder: join(parent, 'elsewhere') });
  expect(
    await database.query(
      'SELECT u.last_value AS users, s.last_value AS sessions FROM auth.users_id_seq u, auth.sessions_id_seq s',
    ),
  ).toEqual([{ users: '9000', sessions: '4000' }]);
});

test('a sequence that the role may read and not set is told, and ends nothing', async () => {
  await database.execute(`CREATE ROLE looker; GRANT USAGE ON SCHEMA auth TO looker;
    GRANT SELECT ON ALL SEQUENCES IN SCHEMA auth TO looker; SELECT setval('auth.users_id_seq', 1)`);
  const session = await openSession('target', database.url);
  await session.execute('SET ROLE looker');
  const notes: string[] = [];
  const position = { schema: 'auth', name: 'users_id_seq', lastValue: '3', isCalled: true };
  await moveSequencesForward(session, [position], (note) => notes.push(note));
  expect(notes).toEqual(['sequence auth.users_id_seq was at 3: the role may not set it; set it as its owner']);
  await database.execute('DROP OWNED BY looker; DROP ROLE looker');
});
