import { describe, expect, test } from 'vitest';
import { managedSchemas } from '../../../core/supabase/managed.ts';
import { contradiction, type EndFacts, isAbsent, settleScope } from '../../../core/supabase/scope.ts';

const named = (...names: string[]): EndFacts['schemas'] => names.map((name) => ({ name, tables: 2, rows: 30 }));
const hosted: EndFacts = {
  goTrue: true,
  serviceOwned: true,
  schemas: named('auth', 'extensions', 'public', 'realtime', 'storage', 'supabase_migrations', 'vault'),
};
const ordinary: EndFacts = { goTrue: false, serviceOwned: false, schemas: named('public') };
/** What an earlier migration has left on plain PostgreSQL: the tables, owned by a role that nobody logs in as. */
const moved: EndFacts = { ...hosted, serviceOwned: false };

const settle = (
  source: EndFacts,
  target: EndFacts,
  options: { auth?: 'supabase' | 'plain' | 'stack' | 'none'; schemas?: string[] } = {},
) => settleScope(source, target, { options, carrySessions: false });

describe('what becomes of the schemas of a Supabase project', () => {
  test('onto plain PostgreSQL auth, storage and extensions go whole, the services’ other schemas by name not', () => {
    expect(settle(hosted, ordinary)).toEqual({
      auth: 'plain',
      target: 'plain',
      carrySessions: false,
      chosen: false,
      schemas: ['auth', 'extensions', 'public', 'storage', 'supabase_migrations'],
      rowSchemas: [],
      shim: false,
      leftOut: [
        { schema: 'realtime', reason: expect.stringContaining('(2 tables, about 30 rows)') },
        { schema: 'vault', reason: expect.stringContaining('a key that stays on the source') },
      ],
    });
  });

  test('onto Supabase only the project’s own go whole, and rows go into auth and storage', () => {
    expect(settle(hosted, hosted)).toMatchObject({
      auth: 'supabase',
      target: 'supabase',
      schemas: ['public', 'supabase_migrations'],
      rowSchemas: ['auth', 'storage'],
      shim: false,
      leftOut: [{ schema: 'extensions' }, { schema: 'realtime' }, { schema: 'vault' }],
    });
  });

  test.each(['none', 'stack'] as const)(
    'with %s no users go, and plain PostgreSQL gets the functions alone',
    (auth) => {
      const plain = settle(hosted, ordinary, { auth });
      expect(plain).toMatchObject({ auth, shim: true, rowSchemas: [] });
      expect(plain.schemas).not.toContain('auth');
      const supabase = settle(hosted, hosted, { auth });
      expect(supabase).toMatchObject({ auth, shim: false, rowSchemas: ['storage'] });
      expect([plain, supabase].map((scope) => isAbsent('auth', scope))).toEqual([true, true]);
    },
  );

  test('a copy that an earlier run made is no service: it is replaced as ordinary tables are', () => {
    expect(settle(hosted, moved)).toMatchObject({ auth: 'plain', target: 'plain' });
    // Unless the operator says that the service is one.
    expect(settle(hosted, moved, { auth: 'supabase' })).toMatchObject({
      target: 'supabase',
      rowSchemas: ['auth', 'storage'],
    });
  });

  test('schemas that the operator chose are all that is moved: by name onto plain PostgreSQL, never onto the platform', () => {
    expect(settle(hosted, ordinary, { schemas: ['public', 'realtime'] })).toMatchObject({
      schemas: ['public', 'realtime'],
      shim: true,
      leftOut: [],
    });
    expect(settle(hosted, hosted, { schemas: ['auth', 'public', 'realtime'] })).toMatchObject({
      schemas: ['public'],
      rowSchemas: ['auth'],
      leftOut: [{ schema: 'realtime' }],
    });
  });
});

test('a source that is not Supabase is moved as it is, whatever its schemas are called', () => {
  const source = { ...ordinary, schemas: named('auth', 'public') };
  const scope = settle(source, ordinary, { auth: 'none' });
  expect(scope).toEqual({
    auth: undefined,
    target: 'plain',
    carrySessions: false,
    chosen: false,
    rowSchemas: [],
    shim: false,
    leftOut: [],
  });
  expect(managedSchemas.some((schema) => isAbsent(schema, scope))).toBe(false);
});

test.each([
  ['no Supabase source for --auth supabase', ordinary, hosted, { auth: 'supabase' }],
  ['no Supabase source for --auth stack', ordinary, ordinary, { auth: 'stack' }],
  ['no services on the target for --auth supabase', hosted, ordinary, { auth: 'supabase' }],
  ['services on the target for --auth plain', hosted, hosted, { auth: 'plain' }],
  ['another’s schema auth onto the platform', { ...ordinary, schemas: named('auth') }, hosted, {}],
] as const)('what cannot be is refused with what to do: %s', (_, source, target, options) => {
  expect(contradiction(source, target, options)?.fix).not.toBe('');
  expect(() => settleScope(source, target, { options, carrySessions: false })).toThrow(
    expect.objectContaining({ code: 'config.invalid' }),
  );
});
