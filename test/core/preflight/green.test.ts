import { expect, test } from 'vitest';
import { allChecks } from '../../../core/preflight/checks.ts';
import { connectionsNeeded } from '../../../core/preflight/connections.ts';
import { useServer } from '../../support/servers.ts';
import { collect, configFor, configOf, createEnds, createRole } from './ends.ts';

const source = useServer({ major: 17 });
const target = useServer({ major: 18 });

test('on two sound ends every check is green, or says why it was skipped', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(`
    CREATE EXTENSION pgcrypto;
    CREATE TYPE mood AS ENUM ('fine');
    CREATE TABLE parent (id int PRIMARY KEY);
    CREATE TABLE child (id int PRIMARY KEY, parent_id int REFERENCES parent, how mood);
    INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1, 1, 'fine')`);
  const { report, events } = await collect({ config: configOf(ends) });

  expect(report.checks.map(({ id }) => id)).toEqual(
    allChecks.filter((check) => check.concerns?.(configOf(ends)) ?? true).map(({ id }) => id),
  );
  expect(report.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(report.checks.filter(({ verdict }) => verdict === 'skip').map(({ id }) => id)).toEqual([
    'source-api',
    'target-api',
  ]);
  expect(report.blockers).toEqual([]);
  expect(report.unproven).toEqual([]);
  for (const check of report.checks) expect(check.detail).toMatch(/^\S.*\.$/s);

  const connected = events.filter((event) => event.type === 'endpoint.connected');
  expect(connected.map(({ end }) => end).toSorted()).toEqual(['source', 'target']);
  expect(connected.find(({ end }) => end === 'source')).toMatchObject({
    address: `127.0.0.1:${source().port}/${ends.source.name}`,
    database: ends.source.name,
    role: 'postgres',
    version: expect.stringMatching(/^17\.\d+$/),
    tls: false,
  });
  for (const { id } of report.checks) {
    const own = events.flatMap((event) => ('id' in event && event.id === id ? [event.type] : []));
    expect(own, id).toEqual(['check.started', 'check.finished']);
  }
});

test('the checks leave nothing behind on either end', async () => {
  const ends = await createEnds(source(), target());
  const objects = `
    SELECT (SELECT count(*) FROM pg_class) AS relations, (SELECT count(*) FROM pg_namespace) AS schemas,
           (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') AS locks`;
  const before = [await ends.source.query(objects), await ends.target.query(objects)];
  await collect({ config: configOf(ends) });
  expect([await ends.source.query(objects), await ends.target.query(objects)]).toEqual(before);
});

test('the sessions of the checks are closed when the report is there', async () => {
  const ends = await createEnds(source(), target());
  await collect({ config: configOf(ends) });
  const sessions = "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name LIKE 'cutover%'";
  await expect.poll(() => ends.source.query(sessions)).toEqual([{ count: 0 }]);
  await expect.poll(() => ends.target.query(sessions)).toEqual([{ count: 0 }]);
});

test('the checks make do with the connections of a run with one job, and without a superuser', async () => {
  const ends = await createEnds(source(), target());
  const [reader, owner] = await Promise.all([
    createRole(source(), ends.source, `CONNECTION LIMIT ${connectionsNeeded(1)} BYPASSRLS IN ROLE pg_read_all_data`),
    createRole(target(), ends.target, `CONNECTION LIMIT ${connectionsNeeded(1)}`),
  ]);
  await ends.source.execute('CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t ENABLE ROW LEVEL SECURITY');
  await ends.target.execute(`ALTER DATABASE ${ends.target.name} OWNER TO ${owner.name}`);
  const config = configFor({ sourceUrl: reader.url, targetUrl: owner.url, options: { jobs: 1 } });
  const { report } = await collect({ config });
  await ends.target.execute(`ALTER DATABASE ${ends.target.name} OWNER TO postgres`);
  expect(report.checks.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  expect(report.unproven).toEqual([]);
  expect(report.checks.filter(({ detail }) => detail.includes('could not be checked'))).toEqual([]);
});
