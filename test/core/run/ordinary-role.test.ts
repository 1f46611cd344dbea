import { expect, test } from 'vitest';
import { dumpText, testMigration } from '../../support/migration.ts';
import { createDatabase, useServer } from '../../support/servers.ts';

const source = useServer();
const target = useServer();

const project = `
  CREATE ROLE shop_owner; CREATE ROLE shop_reader;
  CREATE TABLE public.orders (id integer PRIMARY KEY, total numeric);
  INSERT INTO public.orders SELECT g, g FROM generate_series(1, 100) g;
  ALTER TABLE public.orders OWNER TO shop_owner;
  GRANT SELECT ON public.orders TO shop_reader;
  ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner IN SCHEMA public GRANT SELECT ON TABLES TO shop_reader;
  ALTER DEFAULT PRIVILEGES FOR ROLE shop_reader GRANT USAGE ON SEQUENCES TO shop_owner;
`;

test('a role that is no superuser moves everything that is its own to make, and takes all of it back', async () => {
  const from = await createDatabase(source());
  await from.execute(project);
  const password = 'not a secret';
  await createDatabase(target(), { name: 'admin' }).then((admin) =>
    admin.execute(`CREATE ROLE mover LOGIN CREATEROLE BYPASSRLS PASSWORD '${password}'`),
  );
  const to = await createDatabase(target(), { owner: 'mover' });
  const url = to.url.replace(/\/\/[^@]*@/, `//mover:${encodeURIComponent(password)}@`);
  const before = await dumpText(url);

  const migration = await testMigration(from.url, url);
  expect(await migration.run()).toMatchObject({ outcome: 'verified', leftOut: [] });
  const asSuperuser = target().url(target().superuser, to.name);
  const dump = await dumpText(asSuperuser);
  expect(dump).toContain('ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner IN SCHEMA public GRANT SELECT ON TABLES');
  // Who may not give objects away owns them.
  expect(dump).toContain('ALTER TABLE public.orders OWNER TO mover;');

  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await dumpText(url)).toBe(before);
});

test('default privileges of a role that is not its own are left out by name, and fail nothing', async () => {
  const from = await createDatabase(source());
  await from.execute(project.replaceAll('shop_', 'other_'));
  const password = 'not a secret';
  await createDatabase(target(), { name: 'admin2' }).then((admin) =>
    admin.execute(`CREATE ROLE stranger LOGIN CREATEROLE BYPASSRLS PASSWORD '${password}'; CREATE ROLE other_owner`),
  );
  const to = await createDatabase(target(), { owner: 'stranger' });
  const url = to.url.replace(/\/\/[^@]*@/, `//stranger:${encodeURIComponent(password)}@`);
  const migration = await testMigration(from.url, url);
  const end = await migration.run();
  expect(end).toMatchObject({ outcome: 'verified' });
  expect(end.leftOut).toEqual([
    {
      table: 'default acl DEFAULT PRIVILEGES FOR TABLES',
      reason: expect.stringContaining('other_owner, which stranger is no member of'),
    },
  ]);
});
