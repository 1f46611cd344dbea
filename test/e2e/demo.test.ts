import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { beforeAll, expect, test, vi } from 'vitest';
import { quoteQualified } from '../../core/postgres/identifiers.ts';
import {
  buildProgram,
  eventsOf,
  linesOf,
  privateFolder,
  type RunningProgram,
  runProgram,
  startProgram,
} from '../support/program.ts';

// Whole processes and servers: a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000 });
beforeAll(buildProgram, 180_000);

const small = ['--scale', '0.02'];

test('demo --json ends verified: every table matches, and its rows are those that the target counts', async () => {
  const program = startProgram(privateFolder(), ['demo', '--json', '--keep', ...small]);
  await program.says('until Ctrl-C');
  const counted = new Map<string, number>();
  const target = await targetOf(program);
  try {
    const names = await target.query<{ schema: string; name: string }>(
      `SELECT n.nspname AS schema, c.relname AS name FROM pg_catalog.pg_class c
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')`,
    );
    for (const { schema, name } of names.rows) {
      const { rows } = await target.query<{ count: string }>(`SELECT count(*) FROM ${quoteQualified(schema, name)}`);
      counted.set(`${schema}.${name}`, Number(rows[0]?.count));
    }
  } finally {
    await target.end();
  }
  program.child.kill('SIGINT');
  const { code, stdout } = await program.ended;
  const events = eventsOf(stdout);
  expect(code).toBe(0);
  expect(events.at(-1)).toMatchObject({ type: 'run.finished', outcome: 'verified' });
  expect(events.find(({ type }) => type === 'estimate.finished')).toBeDefined();
  const tables = events.filter((event) => event.type === 'verify.table');
  expect(tables.length).toBeGreaterThan(23);
  for (const { table, sourceRows, targetRows, verdict, sourceChecksum } of tables) {
    const rows = counted.get(table);
    expect({ table, sourceRows, targetRows, verdict }).toEqual({
      table,
      sourceRows: rows,
      targetRows: rows,
      verdict: 'match',
    });
    expect(sourceChecksum).not.toBe('');
  }
});

/** With --keep and --json the connection strings are on stderr: stdout is for events alone. */
async function targetOf(program: RunningProgram): Promise<pg.Client> {
  const url = /^target: (.*)$/m.exec(program.output().stderr)?.[1];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

test('demo in plain form tells its milestones without colour, and its last line is the verdict', async () => {
  const folder = privateFolder();
  const { code, stdout, stderr } = await runProgram(folder, ['demo', ...small], { FORCE_COLOR: '3' });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).not.toContain('\u001b');
  // The sample has rows of files alone by default: a verdict that did not say so would say too much.
  expect(linesOf(stdout).at(-1)).toMatch(/^verified in part: .*storage files \([\d,]+ files, .* were not moved/);
  expect(stdout).toMatch(
    /check: done[^]*estimate: [^]*copied public\.orders: [\d,]+ rows[^]*verify public\.orders: match/,
  );
  const report = /report: (.*)/.exec(stdout)?.[1] ?? '';
  expect(existsSync(report)).toBe(true);
  // What the demo leaves is its record; it has no settings to write.
  expect(readdirSync(folder)).toEqual(['state']);
  expect(existsSync(join(folder, 'config'))).toBe(false);
});

test('demo --auth supabase moves the users into the tables of a target with services of its own', async () => {
  const { code, stdout } = await runProgram(privateFolder(), ['demo', '--json', '--auth', 'supabase', ...small]);
  expect(code).toBe(0);
  const events = eventsOf(stdout);
  expect(events.find((event) => event.type === 'check.finished' && event.id === 'auth')).toMatchObject({
    detail: expect.stringContaining("the target's Auth service"),
  });
  expect(events.find((event) => event.type === 'verify.table' && event.table === 'auth.users')).toMatchObject({
    verdict: 'match',
  });
  const compared = events.find((event) => event.type === 'verify.item' && event.kind === 'service-objects');
  expect(compared).toMatchObject({ verdict: 'match' });
});

test('the first Ctrl-C stops at a safe point: exit 6, and the last line says paused', async () => {
  const program = startProgram(privateFolder(), ['demo', '--json', '--scale', '0.5', '--jobs', '1']);
  await program.says('"phase":"copy"');
  program.child.kill('SIGINT');
  const { code, stdout, stderr } = await program.ended;
  expect(stderr).toContain('safe point');
  expect(eventsOf(stdout).at(-1)).toMatchObject({ type: 'run.finished', outcome: 'paused' });
  expect(code).toBe(6);
});

test('Ctrl-C while the servers are being made ends with 130', async () => {
  const program = startProgram(privateFolder(), ['demo', '--plain', '--scale', '5']);
  await program.says('being started');
  program.child.kill('SIGINT');
  expect((await program.ended).code).toBe(130);
});
