import type { Inventory } from '../inventory/types.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Scope } from '../supabase/scope.ts';
import { objectWeight } from './schema-steps.ts';
import type { TargetState } from './target-state.ts';
import type { Step } from './types.ts';

/** Roles that policies and grants of a Supabase project name, and that an API in front of the database switches to. */
export const shimRoles: readonly string[] = ['anon', 'authenticated', 'authenticator', 'service_role'];

/** A claim of the request's token; the form with one setting a claim is that of PostgREST before 9. */
function claim(name: string, type: string): string {
  return `SELECT coalesce(
    nullif(pg_catalog.current_setting('request.jwt.claim.${name}', true), ''),
    nullif(pg_catalog.current_setting('request.jwt.claims', true), '')::pg_catalog.jsonb ->> '${name}'
  )::${type}`;
}

const functions: readonly { readonly name: string; readonly returns: string; readonly body: string }[] = [
  { name: 'uid', returns: 'pg_catalog.uuid', body: claim('sub', 'pg_catalog.uuid') },
  { name: 'role', returns: 'pg_catalog.text', body: claim('role', 'pg_catalog.text') },
  { name: 'email', returns: 'pg_catalog.text', body: claim('email', 'pg_catalog.text') },
  {
    name: 'jwt',
    returns: 'pg_catalog.jsonb',
    body: `SELECT coalesce(
    nullif(pg_catalog.current_setting('request.jwt.claim', true), ''),
    nullif(pg_catalog.current_setting('request.jwt.claims', true), '')
  )::pg_catalog.jsonb`,
  },
];

/** The schema `auth` with nothing in it but what policies call: who makes the request. [facts 18] */
export function shimSteps(scope: Scope): Step[] {
  if (!scope.shim) return [];
  return [
    {
      id: 'shim:auth',
      kind: 'schema',
      phase: 'prepare',
      label: 'create schema auth with uid(), role(), email() and jwt()',
      needs: [],
      weight: objectWeight,
      action: {
        type: 'sql',
        statements: [
          'CREATE SCHEMA auth',
          'GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role',
          ...functions.map(
            ({ name, returns, body }) =>
              `CREATE FUNCTION auth.${name}() RETURNS ${returns} LANGUAGE sql STABLE AS $cutover$ ${body} $cutover$`,
          ),
        ],
      },
      undo: ['DROP SCHEMA IF EXISTS auth CASCADE'],
    },
  ];
}

/** New sessions must find what lives in `extensions` by its bare name, as they do on Supabase. */
export function searchPathSteps(source: Inventory, scope: Scope, state: TargetState): Step[] {
  if (!needsSearchPath(source, scope, state) || !state.database.owned) return [];
  const { name, searchPath } = state.database;
  const database = `ALTER DATABASE ${quoteIdentifier(name)}`;
  return [
    {
      id: 'search-path',
      kind: 'schema',
      phase: 'prepare',
      label: `put extensions on the search_path of database ${name}`,
      needs: [],
      weight: objectWeight,
      action: {
        type: 'sql',
        statements: [`${database} SET search_path = ${searchPath ?? '"$user", public'}, extensions`],
      },
      undo: [
        searchPath === undefined ? `${database} RESET search_path` : `${database} SET search_path = ${searchPath}`,
      ],
    },
  ];
}

/** Whether the database's own search_path lacks `extensions`, and the project has it. */
export function needsSearchPath(source: Inventory, scope: Scope, state: TargetState): boolean {
  if (scope.auth === undefined || scope.target !== 'plain') return false;
  if (!source.schemas.some((schema) => schema.name === 'extensions')) return false;
  return !/(?:^|[ ,])"?extensions"?(?:,|$)/.test(state.database.searchPath ?? '');
}
