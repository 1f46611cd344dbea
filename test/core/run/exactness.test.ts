import { describe, expect, test } from 'vitest';
import { createSample, sampleOwner, sampleSuperuser } from '../../../core/demo/sample.ts';
import { createDatabase, type Major, useServer } from '../../support/servers.ts';
import { dumpStatements } from '../../support/dump-statements.ts';
import { dumpText, testMigration, testRunId } from '../../support/migration.ts';

/** A target that is in use: names that clash, extensions elsewhere, default privileges, event triggers, publications. */
const usedTarget = `
  CREATE EXTENSION pgcrypto SCHEMA public;
  CREATE EXTENSION "uuid-ossp" SCHEMA public;
  CREATE TABLE public.old (
    id integer PRIMARY KEY,
    token uuid DEFAULT public.uuid_generate_v4(),
    secret text DEFAULT public.crypt('x', public.gen_salt('bf', 4))
  );
  INSERT INTO public.old SELECT generate_series(1, 100);
  CREATE VIEW public.old_view AS SELECT * FROM public.old;
  CREATE SCHEMA kept;
  CREATE TABLE kept.child (parent integer REFERENCES public.old);
  CREATE SCHEMA auth;
  CREATE TABLE auth.users (x integer);
  INSERT INTO auth.users VALUES (42);
  GRANT SELECT ON public.old TO reader;
  REVOKE USAGE ON SCHEMA public FROM PUBLIC;
  GRANT USAGE ON SCHEMA public TO reader WITH GRANT OPTION;
  COMMENT ON SCHEMA public IS 'a comment of our own';
  ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;
  ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO reader;
  ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO reader;
  ALTER DEFAULT PRIVILEGES FOR ROLE reader GRANT SELECT ON SEQUENCES TO reader WITH GRANT OPTION;
  CREATE FUNCTION kept.no_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no DDL here'; END $$;
  CREATE FUNCTION public.no_ddl_either() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'nor here'; END $$;
  CREATE PUBLICATION everything FOR ALL TABLES;
  CREATE PUBLICATION supabase_realtime FOR TABLE public.old;
  CREATE EVENT TRIGGER no_ddl ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'CREATE INDEX', 'DROP SCHEMA')
    EXECUTE FUNCTION kept.no_ddl();
  CREATE EVENT TRIGGER no_ddl_either ON ddl_command_start WHEN TAG IN ('CREATE TABLE')
    EXECUTE FUNCTION public.no_ddl_either();
  ALTER EVENT TRIGGER no_ddl_either ENABLE ALWAYS;
`;

/** The statements of a dump as a set, without what was on the target and is not the project's. */
function projectLines(dump: string): string[] {
  return dumpStatements(dump)
    .filter((statement) => !statement.includes(`_before_${testRunId}`))
    .filter((statement) => !/\b(kept|cutover|reader|everything|no_ddl|no_ddl_either)\b/.test(statement));
}

/** 15 prints `t.column` in views where 16 and later print `column`: the only difference; see docs/decisions. */
function withoutViewQualifiers(lines: readonly string[]): string[] {
  return lines
    .map((line) => (/^CREATE (MATERIALIZED )?VIEW/.test(line) ? line.replaceAll(/\b\w+\.(?=\w)/g, '') : line))
    .sort();
}

const pairs: readonly (readonly [Major, Major])[] = [
  [15, 17],
  [16, 16],
  [17, 18],
];

describe.each(pairs)('from %i to %i', (from, to) => {
  const source = useServer({ major: from, superuser: sampleSuperuser });
  const target = useServer({ major: to });

  test('the sample arrives the same by dump and checksum, and a rollback gives the target back byte for byte', async () => {
    await createSample(source(), { scale: 0.02 });
    const database = await createDatabase(target());
    await database.execute(`CREATE ROLE reader; ${usedTarget}`);
    const before = await dumpText(database.url);
    const sourceUrl = source().url(sampleOwner);
    const sourceBefore = await dumpText(sourceUrl);

    const migration = await testMigration(sourceUrl, database.url);
    const end = await migration.run();
    expect(end).toMatchObject({ outcome: 'verified', leftOut: [] });
    const arrived = projectLines(await dumpText(database.url, false));
    const sent = projectLines(await dumpText(sourceUrl, false));
    const form = from === to ? (lines: readonly string[]) => lines : withoutViewQualifiers;
    expect(form(arrived)).toEqual(form(sent));

    expect(await migration.rollback(database.name)).toMatchObject({ outcome: 'rolled-back' });
    expect(await dumpText(database.url)).toBe(before);
    expect(await database.query('SELECT count(*)::int AS rows FROM public.old')).toEqual([{ rows: 100 }]);
    expect(await database.query('SELECT x FROM auth.users')).toEqual([{ x: 42 }]);
    // The roles that the run made are gone as well.
    expect(await database.query("SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated')")).toEqual([]);
    expect(await dumpText(sourceUrl)).toBe(sourceBefore);
  }, 120_000);
});
