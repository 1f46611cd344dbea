import { expect, test } from 'vitest';
import { leftBehindCheck } from '../../../core/preflight/left-behind.ts';
import { securityLabelsCheck } from '../../../core/preflight/security-labels.ts';
import { targetRightsCheck } from '../../../core/preflight/target-rights.ts';
import { useServer } from '../../support/servers.ts';
import { configFor, configOf, createEnds, createRole, verdictOf } from './ends.ts';

const source = useServer();
const target = useServer();

test('what a dump has and a run leaves behind is named, each with its reason', async () => {
  const ends = await createEnds(source(), target());
  expect(await verdictOf(leftBehindCheck, configOf(ends))).toMatchObject({ severity: 'warning', verdict: 'pass' });
  await ends.source.execute(`
    CREATE TABLE t (id integer); CREATE INDEX half_built ON t (id); CREATE INDEX whole ON t (id);
    UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'half_built'::regclass;
    CREATE TABLE parts (id integer) PARTITION BY LIST (id); CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
    CREATE INDEX of_parent_alone ON ONLY parts (id);
    CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w;
    CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (password 'hidden');
    GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_waldir() TO PUBLIC;`);
  await ends.source.execute(`CREATE SUBSCRIPTION follows CONNECTION 'host=nowhere' PUBLICATION p
    WITH (connect = false, enabled = false, slot_name = NONE)`);
  const verdict = await verdictOf(leftBehindCheck, configOf(ends));
  expect(verdict).toMatchObject({
    verdict: 'fail',
    detail:
      'Not carried: index public.half_built (not valid, which pg_dump leaves out); ' +
      'subscription follows (it would start to replicate); ' +
      'user mapping postgres on server far (its options may hold a password); ' +
      "grants on function pg_ls_waldir() (the server's own, which no rollback could take back).",
    fix: 'REINDEX or drop the indexes on the source before the run. Make the rest by hand after the run.',
  });
  expect(JSON.stringify(verdict)).not.toContain('hidden');
  await ends.source.execute('DROP SUBSCRIPTION follows');
});

test('security labels of a provider that the target does not have are refused, with the provider and an object', async () => {
  const ends = await createEnds(source(), target());
  expect(await verdictOf(securityLabelsCheck, configOf(ends))).toMatchObject({ severity: 'blocker', verdict: 'pass' });
  // As a library that is loaded no longer leaves them.
  await ends.source.execute(`
    CREATE TABLE labelled (id integer);
    INSERT INTO pg_seclabel SELECT c.oid, 'pg_class'::regclass, n, 'selinux', 'secret'
      FROM pg_class c, generate_series(0, 1) n WHERE relname = 'labelled'`);
  expect(await verdictOf(securityLabelsCheck, configOf(ends))).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail:
      'The target has no library for the security labels of selinux (on column id of table public.labelled and 1 more).',
  });
});

test('a role on the target that forced row security would keep from verifying is refused, with the tables', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE TABLE forced (id integer); ALTER TABLE forced ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE TABLE enabled (id integer); ALTER TABLE enabled ENABLE ROW LEVEL SECURITY;`);
  const mover = await createRole(target(), ends.target, 'CREATEROLE');
  await ends.target.execute(
    `GRANT CREATE ON DATABASE ${ends.target.name} TO ${mover.name}; ALTER SCHEMA public OWNER TO ${mover.name}`,
  );
  const verdict = async (verify: 'none' | 'checksums') =>
    await verdictOf(
      targetRightsCheck,
      configFor({ sourceUrl: ends.source.url, targetUrl: mover.url, options: { verify } }),
    );
  expect(await verdict('checksums')).toMatchObject({
    verdict: 'fail',
    detail: expect.stringContaining(
      'no BYPASSRLS, so that it could not verify public.forced, where row security is forced',
    ),
  });
  expect(await verdict('none')).toMatchObject({ verdict: 'pass' });
  await ends.target.execute(`ALTER ROLE ${mover.name} BYPASSRLS`);
  expect(await verdict('checksums')).toMatchObject({ verdict: 'pass' });
});
