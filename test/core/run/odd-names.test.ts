import { beforeAll, expect, test } from 'vitest';
import { quoteIdentifier as quoted } from '../../../core/postgres/identifiers.ts';
import { contentsOf } from '../../support/contents.ts';
import { dumpText, testMigration } from '../../support/migration.ts';
import { createDatabase, type TestDatabase, useServer } from '../../support/servers.ts';

const source = useServer({ major: 15 });
const target = useServer({ major: 18 });

/** What means something in SQL, in a format, in a pattern, in COPY, in a replacement, in a shell or in pg_dump's tags. */
const names = [
  'a"b',
  "it's",
  '$1 $$ $cutover$',
  '%s %I %L',
  'back\\slash',
  'new\nline',
  'tab\tx',
  'dot.ted',
  'UPPER Ünï 💥',
  'a, b; --',
  '{x}',
  '/* c',
  "E'\\n",
  'x'.repeat(63),
  'user',
  '*',
  '?',
  '\\.',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a name.
  '${y}',
  '$&',
];

/** Every kind of object under each name, with rows. */
function projectOf(name: string, index: number): string {
  const own = (prefix: string): string => quoted(`${prefix}${name.slice(0, 60)}`);
  const [schema, text] = [quoted(name), `$q$${name}$q$`];
  return `
    CREATE SCHEMA ${schema};
    SET search_path = ${schema};
    CREATE TYPE ${own('t')} AS ENUM ('a', ${text});
    CREATE SEQUENCE ${own('s')} START ${index + 5};
    CREATE TABLE ${schema} (${schema} integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ${own('b')} text DEFAULT ${text},
      ${own('c')} ${own('t')}, CONSTRAINT ${own('k')} CHECK (${own('b')} <> ''));
    CREATE TABLE ${own('p')} (id integer, r integer REFERENCES ${schema}) PARTITION BY LIST (id);
    CREATE TABLE ${own('q')} PARTITION OF ${own('p')} FOR VALUES IN (${index});
    CREATE INDEX ${own('i')} ON ${schema} (${own('b')});
    CREATE STATISTICS ${own('z')} ON ${schema}, ${own('b')} FROM ${schema};
    INSERT INTO ${schema} (${own('c')}) SELECT ${text} FROM generate_series(1, 30);
    INSERT INTO ${own('p')} VALUES (${index}, 1);
    ALTER TABLE ${schema} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY ${schema} ON ${schema} USING (true);
    CREATE MATERIALIZED VIEW ${own('m')} AS SELECT * FROM ${schema};
    COMMENT ON TABLE ${schema} IS ${text};`;
}

const more = names
  .map((name) => `INSERT INTO ${quoted(name)}.${quoted(name)} (${quoted(`c${name.slice(0, 60)}`)}) VALUES ('a');`)
  .join('\n');
const refresh = names
  .map((name) => `REFRESH MATERIALIZED VIEW ${quoted(name)}.${quoted(`m${name.slice(0, 60)}`)};`)
  .join('\n');

let from: TestDatabase;
beforeAll(async () => {
  from = await createDatabase(source());
  const roles = names.map((name) => quoted(`r${name.slice(0, 60)}`));
  await from.execute(`${names.map(projectOf).join('\n')}
    ${names.map((name, index) => `CREATE ROLE ${roles[index]}; GRANT SELECT ON ${quoted(name)}.${quoted(name)} TO ${roles[index]}`).join(';')}`);
});

test('whatever things are called, a run that was stopped and resumed is whole, and its rollback leaves nothing', async () => {
  const to = await createDatabase(target());
  const before = await dumpText(to.url);
  const migration = await testMigration(from.url, to.url);
  migration.onEvent = (event) => {
    if (event.type === 'step.started' && event.id === 'verify-schema') void migration.control.stop();
  };
  expect(await migration.run()).toMatchObject({ outcome: 'paused' });
  await from.execute(more);
  migration.onEvent = () => undefined;
  const end = await migration.resume();
  expect(end, end.verdict).toMatchObject({ outcome: 'verified', leftOut: [] });
  await from.execute(refresh);
  expect(await contentsOf(to.url, names)).toEqual(await contentsOf(from.url, names));
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await dumpText(to.url)).toEqual(before);
});

test('whatever things are called, rows go into a schema that the target has, and its own come back with a rollback', async () => {
  const to = await createDatabase(target());
  await to.execute(names.map(projectOf).join('\n'));
  const look = async (): Promise<unknown> => [await contentsOf(to.url, names), await dumpText(to.url)];
  await to.execute(more);
  const before = await look();
  const migration = await testMigration(from.url, to.url, { schema: 'existing', existingRows: 'set-aside' });
  const end = await migration.run();
  expect(end.outcome, end.verdict).toBe('verified');
  await to.execute(refresh);
  expect(await contentsOf(to.url, names)).toEqual(await contentsOf(from.url, names));
  expect(await migration.rollback(to.name)).toMatchObject({ outcome: 'rolled-back' });
  expect(await look()).toEqual(before);
});
