import { expect, test } from 'vitest';
import { checkConstraintsCheck } from '../../../core/preflight/check-constraints.ts';
import { foreignTablesCheck } from '../../../core/preflight/foreign-tables.ts';
import { largeObjectsCheck } from '../../../core/preflight/large-objects.ts';
import { longTransactions } from '../../../core/preflight/long-transactions.ts';
import { preparedTransactionsCheck } from '../../../core/preflight/prepared-transactions.ts';
import { sameDatabaseCheck } from '../../../core/preflight/same-database.ts';
import { sourceRightsCheck } from '../../../core/preflight/source-rights.ts';
import { unloggedCheck } from '../../../core/preflight/unlogged.ts';
import { useServer, withClient } from '../../support/servers.ts';
import { configFor, configOf, createEnds, createRole, verdictOf } from './ends.ts';
import { redVerdict } from './words.ts';

const server = useServer({ settings: { max_prepared_transactions: '5' } });

test('one database under two names is found out', async () => {
  const { source } = await createEnds(server(), server());
  const config = configFor({ sourceUrl: source.url, targetUrl: server().socketUrl(undefined, source.name) });
  expect(await redVerdict(sameDatabaseCheck, config, 'one database under two names')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    fix: expect.stringContaining('another database'),
  });
});

test('whatever the role may not read is named: schemas, tables, sequences, and rows under policies', async () => {
  const ends = await createEnds(server(), server());
  const role = await createRole(server(), ends.source);
  await ends.source.execute(`
    CREATE SCHEMA closed; CREATE TABLE closed.t (id int); CREATE SEQUENCE closed.hidden;
    CREATE TABLE seen (id int); CREATE TABLE unseen (id int); CREATE SEQUENCE counter;
    CREATE TABLE guarded (id int); ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
    GRANT SELECT ON seen, guarded TO ${role.name}`);
  const config = configFor({ sourceUrl: role.url, targetUrl: ends.target.url });
  const red = await redVerdict(
    sourceRightsCheck,
    config,
    'schemas, tables, sequences and rows that the role may not read',
  );
  expect(red).toMatchObject({ severity: 'blocker', verdict: 'fail' });
  expect(red.detail).toContain('no USAGE on 1 schema (closed)');
  expect(red.detail).toContain('no SELECT on 2 tables (closed.t, public.unseen)');
  expect(red.detail).toContain('no SELECT on 1 sequence (public.counter)');
  expect(red.detail).toContain('row level security would hide rows of 1 table (public.guarded)');
  expect(red.fix).toContain(`ALTER ROLE "${role.name}" BYPASSRLS;`);

  await ends.source.execute(`
    GRANT USAGE ON SCHEMA closed TO ${role.name};
    GRANT SELECT ON ALL TABLES IN SCHEMA public, closed TO ${role.name};
    GRANT SELECT ON ALL SEQUENCES IN SCHEMA public, closed TO ${role.name};
    ALTER ROLE ${role.name} BYPASSRLS`);
  expect(await verdictOf(sourceRightsCheck, config)).toMatchObject({
    verdict: 'pass',
    detail: `${role.name} may read all of 4 tables and 2 sequences.`,
  });
});

test('rows against a NOT VALID CHECK are counted, those of partitions too', async () => {
  const ends = await createEnds(server(), server());
  await ends.source.execute(`
    CREATE TABLE parts (id int, "odd ""name" int) PARTITION BY RANGE (id);
    CREATE TABLE part_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
    CREATE TABLE part_2 PARTITION OF parts FOR VALUES FROM (10) TO (20);
    INSERT INTO parts VALUES (1, -1), (11, -1), (12, NULL), (13, 5);
    ALTER TABLE parts ADD CONSTRAINT positive CHECK ("odd ""name" > 0) NOT VALID;
    CREATE TABLE fine (id int);
    ALTER TABLE fine ADD CONSTRAINT fits CHECK (id < 5) NOT VALID`);
  expect(await redVerdict(checkConstraintsCheck, configOf(ends), 'rows against a NOT VALID CHECK')).toMatchObject({
    severity: 'warning',
    verdict: 'fail',
    detail: '2 rows of public.parts against positive, which is NOT VALID.',
    fix: expect.stringContaining('To see them: SELECT * FROM "public"."parts" WHERE NOT (('),
  });
  await ends.source.execute('DELETE FROM parts WHERE "odd ""name" < 0');
  expect(await verdictOf(checkConstraintsCheck, configOf(ends))).toMatchObject({
    verdict: 'pass',
    detail: 'No row is against 2 NOT VALID CHECK constraints.',
  });
});

test('large objects stop a run where the target has some of their numbers, or the role may not read them', async () => {
  const ends = await createEnds(server(), server());
  await ends.source.execute("SELECT lo_from_bytea(50001, 'a'), lo_from_bytea(50002, 'b')");
  expect(await verdictOf(largeObjectsCheck, configOf(ends))).toMatchObject({
    severity: 'blocker',
    verdict: 'pass',
    detail: '2 large objects will be carried, with owners, grants and comments.',
  });
  await ends.target.execute('SELECT lo_create(50002), lo_create(50003)');
  expect(await redVerdict(largeObjectsCheck, configOf(ends), 'numbers that the target has too')).toMatchObject({
    verdict: 'fail',
    detail: expect.stringContaining('1 large object on the target has a number that the source uses too: 50002.'),
    fix: expect.stringContaining('lo_unlink'),
  });
  const reader = await createRole(server(), ends.source);
  await ends.source.execute(`GRANT SELECT ON LARGE OBJECT 50001 TO ${reader.name}`);
  expect(
    await redVerdict(
      largeObjectsCheck,
      configFor({ sourceUrl: reader.url, targetUrl: ends.target.url }),
      'contents that the role may not read',
    ),
  ).toMatchObject({
    verdict: 'fail',
    detail: 'The role may not read 1 of the 2 large objects on the source.',
  });
});

test('a prepared transaction is named by its identifier', async () => {
  const ends = await createEnds(server(), server());
  await withClient(ends.source.url, async (client) => {
    await client.query('BEGIN');
    await client.query('CREATE TABLE later (id int)');
    await client.query("PREPARE TRANSACTION 'forgotten'");
  });
  try {
    expect(await redVerdict(preparedTransactionsCheck, configOf(ends), 'a forgotten transaction')).toMatchObject({
      severity: 'warning',
      verdict: 'fail',
      detail: expect.stringContaining(
        "1 transaction is prepared and neither committed nor rolled back: 'forgotten' of postgres",
      ),
      fix: expect.stringContaining('ROLLBACK PREPARED'),
    });
  } finally {
    await ends.source.execute("ROLLBACK PREPARED 'forgotten'");
  }
});

test('a transaction that stays open is named; a role that may not see others is told so', async () => {
  const ends = await createEnds(server(), server());
  const role = await createRole(server(), ends.source);
  await withClient(`${ends.source.url}?application_name=report`, async (client) => {
    await client.query('BEGIN; SELECT 1');
    const check = longTransactions(0);
    const age = [[/\(report\), \d+ s/g, '(report), 0 s']] as const;
    expect(await redVerdict(check, configOf(ends), 'a report that runs on', age)).toMatchObject({
      severity: 'warning',
      verdict: 'fail',
      detail: expect.stringMatching(/1 transaction open for more than 0 s: process \d+ of postgres \(report\), \d+ s/),
      fix: expect.stringContaining('pg_terminate_backend'),
    });
    const blind = configFor({ sourceUrl: role.url, targetUrl: ends.target.url });
    expect(await verdictOf(check, blind)).toMatchObject({
      verdict: 'skip',
      fix: expect.stringContaining('pg_read_all_stats'),
    });
  });
});

test('unlogged and foreign tables are notes, and stop nothing', async () => {
  const ends = await createEnds(server(), server());
  await ends.source.execute(`
    CREATE UNLOGGED TABLE scratch (id int);
    CREATE EXTENSION postgres_fdw;
    CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw;
    CREATE FOREIGN TABLE remote (id int) SERVER elsewhere`);
  expect(await redVerdict(unloggedCheck, configOf(ends), 'an unlogged table')).toMatchObject({
    severity: 'info',
    detail: expect.stringContaining('1 unlogged table: public.scratch.'),
  });
  expect(await redVerdict(foreignTablesCheck, configOf(ends), 'a foreign table')).toMatchObject({
    severity: 'info',
    detail: expect.stringContaining('1 foreign table: public.remote.'),
  });
});
