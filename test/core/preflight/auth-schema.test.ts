import { expect, test } from 'vitest';
import { authSchemaCheck } from '../../../core/preflight/auth-schema.ts';
import { useServer } from '../../support/servers.ts';
import { configFor, configOf, createEnds, createRole, verdictOf } from './ends.ts';
import { redVerdict } from './words.ts';

const source = useServer();
const target = useServer();

const auth =
  'CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid); CREATE TABLE auth.schema_migrations (version text);';

test('a source without an auth schema is a plain PostgreSQL migration, and says so', async () => {
  const ends = await createEnds(source(), target());
  const plain = { verdict: 'pass', detail: expect.stringContaining('this is a plain PostgreSQL migration') };
  expect(await verdictOf(authSchemaCheck, configOf(ends))).toMatchObject(plain);
  await ends.source.execute('CREATE SCHEMA auth; CREATE TABLE auth.accounts (id integer)');
  expect(await verdictOf(authSchemaCheck, configOf(ends))).toMatchObject(plain);
});

test('an auth schema that the role on the source may not read is refused, with the role to take', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(auth);
  const reader = await createRole(source(), ends.source);
  const config = configFor({ sourceUrl: reader.url, targetUrl: ends.target.url });
  expect(await redVerdict(authSchemaCheck, config, 'tables that the role may not read')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail: `On the source ${reader.name} may not read auth.schema_migrations, auth.users.`,
    fix: expect.stringContaining("the project's role postgres"),
  });
  await ends.source.execute(`GRANT USAGE ON SCHEMA auth TO ${reader.name};
    GRANT SELECT ON ALL TABLES IN SCHEMA auth TO ${reader.name}`);
  expect(await verdictOf(authSchemaCheck, config)).toMatchObject({ verdict: 'pass' });
});

test('an auth schema that is locked on the target is refused, with who may write to it', async () => {
  const ends = await createEnds(source(), target());
  await ends.source.execute(auth);
  await ends.target.execute(auth);
  const mover = await createRole(target(), ends.target);
  const config = configFor({ sourceUrl: ends.source.url, targetUrl: mover.url });
  expect(await redVerdict(authSchemaCheck, config, 'a target that is locked')).toMatchObject({
    severity: 'blocker',
    verdict: 'fail',
    detail: `On the target schema auth is locked for ${mover.name}: it may not write to auth.users.`,
    fix: expect.stringContaining(`TO "${mover.name}"`),
  });
  await ends.target.execute(`GRANT USAGE ON SCHEMA auth TO ${mover.name};
    GRANT SELECT, INSERT, DELETE ON auth.users TO ${mover.name}`);
  expect(await verdictOf(authSchemaCheck, config)).toMatchObject({ verdict: 'pass' });
  const elsewhere = configFor({ ...config, options: { schemas: ['public'] } });
  expect(await verdictOf(authSchemaCheck, elsewhere)).toMatchObject({
    verdict: 'pass',
    detail: expect.stringContaining('--schemas'),
  });
});
