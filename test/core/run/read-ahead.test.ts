import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CommandResult } from '../../../core/commands.ts';
import { createEngine } from '../../../core/engine.ts';
import { CutoverError } from '../../../core/errors.ts';
import { connectionsNeeded } from '../../../core/preflight/connections.ts';
import { unloggedCheck } from '../../../core/preflight/unlogged.ts';
import { removal } from '../../support/removal.ts';
import { useServer } from '../../support/servers.ts';
import { collect, configFor, configOf, createEnds, createRole } from '../preflight/ends.ts';

const source = useServer();
const target = useServer();

async function runOf(sourceUrl: string, targetUrl: string): Promise<CommandResult> {
  const stateDir = await mkdtemp(join(tmpdir(), 'cutover-test-'));
  onTestFinished(() => rm(stateDir, removal));
  const engine = createEngine({ ...configFor({ sourceUrl, targetUrl, options: { jobs: 1 } }), stateDir });
  try {
    return await engine.run({ go: true });
  } finally {
    await engine.close();
  }
}

test('a run with one job gets by with the connections that its check asks for', async () => {
  const ends = await createEnds(source(), target());
  const reader = await createRole(
    source(),
    ends.source,
    `CONNECTION LIMIT ${connectionsNeeded(1)} BYPASSRLS IN ROLE pg_read_all_data`,
  );
  await ends.source.execute('CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 1000)');
  const result = await runOf(reader.url, ends.target.url);
  expect(result, result.verdict).toMatchObject({ outcome: 'verified' });
  expect(await ends.target.query('SELECT count(*)::int AS count FROM t')).toEqual([{ count: 1000 }]);
});

test('a red blocker throws away what was read ahead: no session stays, and nothing is written', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE TABLE t (id int PRIMARY KEY)');
  await ends.target.execute('CREATE SCHEMA cutover');
  expect(await runOf(ends.source.url, ends.target.url)).toMatchObject({ outcome: 'no-go' });
  const sessions = `SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE application_name LIKE 'cutover%' AND datname = current_database()`;
  await expect.poll(() => ends.source.query(sessions)).toEqual([{ count: 0 }]);
  await expect.poll(() => ends.target.query(sessions)).toEqual([{ count: 0 }]);
  const relations = "SELECT relname FROM pg_class WHERE relnamespace = 'cutover'::regnamespace OR relname = 't'";
  expect(await ends.target.query(relations)).toEqual([]);
});

test('an end that cannot be reached is tried by its check alone: a wrong password counts once', async () => {
  const ends = await createEnds(source(), target());
  let begun = 0;
  const readAhead = (): never => {
    begun += 1;
    throw new Error('not to be called');
  };
  const config = configFor({ sourceUrl: ends.source.url, targetUrl: 'postgres://nobody@127.0.0.1:1/none' });
  await collect({ config, readAhead }, [unloggedCheck]);
  expect(begun).toBe(0);
});

test('where reading ahead fails, the checks read for themselves', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute('CREATE UNLOGGED TABLE fleeting (id int)');
  const readAhead = (): never => {
    throw new CutoverError('source.snapshot-lost', 'the snapshot is gone', { hint: '' });
  };
  const { report } = await collect({ config: configOf(ends), readAhead }, [unloggedCheck]);
  expect(report.checks.at(-1)?.detail).toContain('fleeting');
});
