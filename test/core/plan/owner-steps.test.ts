import { expect, test } from 'vitest';
import { type IdentifiedEntry, identifyEntries } from '../../../core/plan/entries.ts';
import { withoutOwners } from '../../../core/plan/owner-steps.ts';
import type { TargetState } from '../../../core/plan/target-state.ts';

const state: TargetState = {
  serverVersion: 170_000,
  role: 'postgres',
  superuser: true,
  roles: ['postgres', 'alice'],
  memberOf: ['postgres'],
  eventTriggers: [],
  publications: [],
  servers: [],
  foreignDataWrappers: [],
  defaultPrivileges: [],
  database: { name: 'shop', owned: true, searchPath: undefined },
  mayReplicate: true,
};

function entriesOf(...statements: readonly string[]): IdentifiedEntry[] {
  const header = { name: 't', type: 'TABLE', schema: 'public', owner: 'postgres', settings: [] };
  return identifyEntries([{ ...header, statements, sql: statements.join('\n') }]);
}

function left(statements: readonly string[], changes: Partial<TargetState> = {}): readonly string[] {
  return withoutOwners(entriesOf(...statements), { ...state, ...changes }).flatMap((entry) => entry.statements);
}

const create = 'CREATE TABLE public.t (\n    id integer\n);';
const toRole = 'ALTER TABLE public.t OWNER TO postgres;';
const toOther = 'ALTER TABLE public.t OWNER TO alice;';

test('what the role makes is its own: only another owner needs a statement', () => {
  expect(left([create, toRole])).toEqual([create]);
  expect(left([create, toOther])).toEqual([create, toOther]);
  expect(left([create, 'ALTER TABLE public.t OWNER TO "Alice";'], { role: 'Alice' })).toEqual([create]);
});

test('what may have been there before keeps the statement that gives it to its owner', () => {
  const schema = 'ALTER SCHEMA public OWNER TO postgres;';
  expect(left([schema])).toEqual([schema]);
  const language = ['CREATE OR REPLACE PROCEDURAL LANGUAGE plv8;', 'ALTER LANGUAGE plv8 OWNER TO postgres;'];
  expect(left(language)).toEqual(language);
  const named = ['CREATE SCHEMA IF NOT EXISTS app;', 'ALTER SCHEMA app OWNER TO postgres;'];
  expect(left(named)).toEqual(named);
});

test('a role that is no superuser gives nothing away while objects are made', () => {
  expect(left([create, toRole], { superuser: false })).toEqual([create]);
  expect(left([create, toOther], { superuser: false })).toEqual([create]);
});
