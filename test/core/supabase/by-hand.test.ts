import { expect, onTestFinished, test } from 'vitest';
import { readByHand } from '../../../core/supabase/by-hand.ts';
import { readServiceFacts, serviceSteps, serviceWork } from '../../../core/supabase/carried.ts';
import { createDatabase, query, useServer } from '../../support/servers.ts';
import { openSession } from '../inventory/sessions.ts';

const server = useServer();

test('roles that log in are found whatever their names are', async () => {
  const names = ["it's", 'a$$b', "$'", '$&', '$`'];
  const quoted = names.map((name) => `"${name}"`);
  await query(server().url(), quoted.map((name) => `CREATE ROLE ${name} LOGIN`).join(';'));
  onTestFinished(async () => void (await query(server().url(), `DROP ROLE ${quoted.join(', ')}`)));
  const session = await openSession('source', (await createDatabase(server())).url);
  expect(await readByHand(session, names)).toEqual([
    { subject: 'roles that log in', count: 5, names: expect.arrayContaining(names), how: expect.any(String) },
  ]);
});

test('rows that a policy hides from the role do not end the run: it says where to look', async () => {
  const password = 'for-tests';
  const database = await createDatabase(server());
  await database.execute(`
    CREATE ROLE reader LOGIN PASSWORD '${password}';
    CREATE SCHEMA auth; CREATE TABLE auth.identities (provider text); INSERT INTO auth.identities VALUES ('github');
    CREATE SCHEMA storage; CREATE TABLE storage.objects (bucket_id text, name text);
    INSERT INTO storage.objects SELECT 'b', 'f' || n FROM generate_series(1, 25) n;
    CREATE SCHEMA cron; CREATE TABLE cron.job (jobid int, jobname text, database text);
    GRANT USAGE ON SCHEMA auth, storage, cron TO reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA auth, storage, cron TO reader;
    ALTER TABLE auth.identities ENABLE ROW LEVEL SECURITY;
    ALTER TABLE cron.job ENABLE ROW LEVEL SECURITY`);
  onTestFinished(() => database.execute('DROP OWNED BY reader; DROP ROLE reader'));
  const session = await openSession('source', database.url.replace(/\/\/[^@]*@/, `//reader:${password}@`));
  const look = (subject: string, relation: string) => ({
    subject,
    names: [],
    how: expect.stringMatching(`^reader may not read ${relation}: look there as its owner. [A-Z]`),
  });
  expect(await readByHand(session, [])).toEqual([
    look('OAuth providers in use', 'auth.identities'),
    {
      subject: 'storage files',
      count: 25,
      names: expect.arrayContaining(['b/f1', 'b/f10', 'b/f25']),
      how: expect.any(String),
    },
  ]);
  const facts = await readServiceFacts(session, session);
  expect(serviceSteps(facts, [])).toEqual([]);
  expect(serviceWork(facts)).toEqual([look('pg_cron jobs', 'cron.job')]);
});
