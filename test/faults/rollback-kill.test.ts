import { randomInt } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, test, vi } from 'vitest';
import { contentsOf } from '../support/contents.ts';
import { dumpText } from '../support/migration.ts';
import {
  buildProgram,
  eventsOf,
  type ProgramResult,
  privateFolder,
  runProgram,
  startProgram,
} from '../support/program.ts';
import { createDatabase, hasLedger, type TestDatabase, useServer } from '../support/servers.ts';

/** How often rollbacks are killed; `npm run test:faults` asks for more than `npm test` has time for. */
const kills = Number(process.env['CUTOVER_KILLS'] ?? 2);
/** Of one rollback. */
const killsEach = 10;

vi.setConfig({ testTimeout: 20_000 * kills + 120_000 });
beforeAll(buildProgram, 180_000);

const source = useServer();
const target = useServer();

const schemas = Array.from({ length: 14 }, (_, index) => `part_${index}`);

/** Many schemas, since each is a step of its own on the way back, and objects that are in none. */
const sourceSql = `
  CREATE TABLE public.customers (id bigint PRIMARY KEY, name text NOT NULL);
  INSERT INTO public.customers SELECT n, 'customer ' || n FROM generate_series(1, 5000) n;
  ${schemas
    .map(
      (schema) => `
  CREATE SCHEMA ${schema};
  CREATE TABLE ${schema}.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer bigint REFERENCES public.customers, total numeric);
  INSERT INTO ${schema}.orders (customer, total) SELECT 1 + n % 5000, n / 7.0 FROM generate_series(1, 200) n;`,
    )
    .join('')}
  CREATE PUBLICATION changes FOR TABLE public.customers;
  CREATE FUNCTION public.note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
  CREATE EVENT TRIGGER note ON ddl_command_end EXECUTE FUNCTION public.note();
  CREATE EXTENSION pgcrypto SCHEMA public;`;

/** A target in use: what is in the way under the same names, and beside it. One table is above what is read again. */
const targetSql = `
  CREATE EXTENSION pgcrypto SCHEMA public;
  CREATE TABLE public.customers (id integer PRIMARY KEY, token uuid DEFAULT public.gen_random_uuid());
  INSERT INTO public.customers SELECT generate_series(1, 1000);
  CREATE VIEW public.view AS SELECT count(*) FROM public.customers;
  ${schemas
    .slice(0, 6)
    .map(
      (schema) => `
  CREATE SCHEMA ${schema};
  CREATE TABLE ${schema}.old (id serial PRIMARY KEY, body text);
  INSERT INTO ${schema}.old (body) SELECT md5(n::text) FROM generate_series(1, 100) n;`,
    )
    .join('')}
  CREATE SCHEMA kept;
  CREATE TABLE kept.child (parent integer REFERENCES public.customers);
  INSERT INTO kept.child VALUES (7);
  CREATE PUBLICATION changes FOR TABLE public.customers;
  CREATE PUBLICATION everything FOR ALL TABLES;
  ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
  CREATE FUNCTION kept.no_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no DDL here'; END $$;
  CREATE EVENT TRIGGER no_ddl ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'DROP SCHEMA')
    EXECUTE FUNCTION kept.no_ddl();`;

const allSchemas = ['public', 'kept', ...schemas];

/** The whole target by means of its own: pg_dump's text, and every table's rows. */
async function wholeTarget(to: TestDatabase): Promise<unknown> {
  return { dump: await dumpText(to.url), rows: await contentsOf(to.url, allSchemas) };
}

/** Rolls back, and kills the program somewhere behind the event of this number. */
async function rollBackAndKill(folder: string, to: TestDatabase, event: number): Promise<ProgramResult> {
  const program = startProgram(folder, ['rollback', '--target', to.url, '--confirm', to.name, '--json']);
  let told = 0;
  createInterface({ input: program.child.stdout }).on('line', () => {
    told += 1;
    if (told !== event) return;
    // Into the middle of a step, not only to where one has ended.
    void setTimeout(randomInt(0, 15)).then(() => program.child.kill('SIGKILL'));
  });
  return await program.ended;
}

test(`a rollback killed with SIGKILL at random instants, ${kills} times, and taken up again: the target is what it was, by dump and checksum`, async () => {
  const folder = privateFolder();
  const from = await createDatabase(source());
  await from.execute(sourceSql);
  for (let killed = 0; killed < kills; ) {
    const to = await createDatabase(target());
    await to.execute(targetSql);
    const before = await wholeTarget(to);
    const run = await runProgram(folder, ['run', '--go', '--source', from.url, '--target', to.url, '--json']);
    expect(run.code, run.stderr + run.stdout.slice(-2000)).toBe(0);
    let result: ProgramResult = { code: null, stdout: '', stderr: '' };
    const story: string[] = [];
    // A rollback drops the ledger last: one that is killed after that says so when it is asked for again.
    for (let each = 0; result.code === null; ) {
      // Two events a step: with this many between two kills, one rollback takes ten of them.
      const at = each < Math.min(killsEach, kills - killed) ? randomInt(1, 7) : Number.POSITIVE_INFINITY;
      result = await rollBackAndKill(folder, to, at);
      story.push(`at event ${at}: ${result.code} ${result.stderr} ${result.stdout.split('\n').at(-2)}`);
      if (result.code === null) each += 1;
      if (result.code === null) killed += 1;
    }
    expect(await hasLedger(to), story.join('\n')).toBe(false);
    expect(result.code, story.join('\n')).toBe(5);
    expect(eventsOf(result.stdout).at(-1), story.join('\n')).toMatchObject({
      outcome: 'rolled-back',
      verdict: expect.stringMatching(/the target (?:is|was) as it was before the run/),
    });
    expect(await wholeTarget(to)).toEqual(before);
    await to.drop();
  }
});
