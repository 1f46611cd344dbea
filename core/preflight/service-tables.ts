import type { Inventory } from '../inventory/types.ts';
import { readInventory } from '../inventory/inventory.ts';
import { carriedObjects, type ManagedFacts, tablesToEmpty } from '../plan/managed-steps.ts';
import { mayReplicate } from '../plan/target-state.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { readManagedObjects } from '../supabase/objects.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/** What the role may do with tables (`$1`), supautils' grants to its role included. [supabase/supautils, README] */
const rightsSql = `
  SELECT t.key,
    pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_table_privilege(c.oid, 'INSERT')
      AND pg_catalog.has_table_privilege(c.oid, 'DELETE') AS rows,
    NOT c.relrowsecurity OR r.rolsuper OR r.rolbypassrls
      OR (pg_catalog.pg_has_role(c.relowner, 'USAGE') AND NOT c.relforcerowsecurity) AS "seesAll",
    pg_catalog.pg_has_role(c.relowner, 'USAGE') OR g.policies @> pg_catalog.to_jsonb(t.key) AS policies,
    pg_catalog.has_table_privilege(c.oid, 'TRIGGER')
      AND (pg_catalog.pg_has_role(c.relowner, 'USAGE') OR g.triggers @> pg_catalog.to_jsonb(t.key)) AS triggers
  FROM unnest($1::oid[], $2::text[]) AS t(oid, key)
  JOIN pg_catalog.pg_class c ON c.oid = t.oid
  JOIN pg_catalog.pg_roles r ON r.rolname = CURRENT_USER
  CROSS JOIN LATERAL (
    SELECT coalesce(nullif(pg_catalog.current_setting('supautils.policy_grants', true), '')::jsonb -> CURRENT_USER::text, '[]') AS policies,
      coalesce(nullif(pg_catalog.current_setting('supautils.drop_trigger_grants', true), '')::jsonb -> CURRENT_USER::text, '[]') AS triggers
  ) g`;

interface Rights extends Record<string, unknown> {
  readonly key: string;
  readonly rows: boolean;
  readonly seesAll: boolean;
  readonly policies: boolean | null;
  readonly triggers: boolean | null;
}

/** Foreign keys from other schemas into tables (`$1`) that are emptied: without replica mode their rows would go too. */
const outsideKeysSql = `
  SELECT k.conname || ' of ' || n.nspname || '.' || c.relname AS name
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype = 'f' AND k.confrelid = ANY ($1::oid[]) AND k.conrelid <> ALL ($1::oid[])
  ORDER BY 1`;

export const serviceTablesCheck: Check = {
  id: 'service-tables',
  title: "Rows can go into the tables of the target's services, and out again",
  severity: 'blocker',
  asks: 'both',
  looksAt: "the role's rights on the services' tables, policies and triggers on the target, and foreign keys into them",
  async run(context) {
    const { scope, source } = await context.carried();
    if (scope.rowSchemas.length === 0) {
      return { verdict: 'pass', detail: 'No rows go into tables of services on the target.', fix: '' };
    }
    const session = await context.session('target');
    const target = await readInventory(session);
    const facts: ManagedFacts = {
      source: await readManagedObjects(await context.session('source')),
      target: await readManagedObjects(session),
    };
    const tables = scope.rowSchemas.flatMap((schema) => tablesToEmpty(schema, source, target));
    const rights = await readRights(session, target);
    const replica = await mayReplicate(session);
    const findings = [
      ...named(
        'may not read, fill and empty',
        tables.filter(({ key }) => !rights.get(key)?.rows),
      ),
      ...named(
        'would not see every row of',
        tables.filter(({ key }) => !rights.get(key)?.seesAll),
      ),
      ...objectFindings(facts, target, scope, rights),
      ...(replica
        ? []
        : await outsideKeys(
            session,
            tables.map(({ oid }) => oid),
          )),
    ];
    const role = quoteIdentifier(session.address.user);
    if (findings.length > 0) {
      return {
        verdict: 'fail',
        detail: `The role ${findings.join('; ')}.`,
        fix: `Connect as postgres on Supabase's own image, or as supabase_admin; or grant ${role} the owners of these tables (supabase_auth_admin, supabase_storage_admin) and, on 15 and later, SET ON PARAMETER session_replication_role.`,
      };
    }
    const how = replica
      ? 'without their triggers and keys looking on (session_replication_role)'
      : 'in the order of their keys: session_replication_role may not be set';
    return {
      verdict: 'pass',
      detail: `${counted(tables.length, 'table')} of ${scope.rowSchemas.join(' and ')}: what is in them is set aside, and rows go in ${how}.`,
      fix: '',
    };
  },
};

async function readRights(session: Session, target: Inventory): Promise<ReadonlyMap<string, Rights>> {
  const rows = await session.query<Rights>(rightsSql, [
    target.tables.map(({ oid }) => oid),
    target.tables.map(({ key }) => key),
  ]);
  return new Map(rows.map((row) => [row.key, row]));
}

function named(what: string, tables: readonly { readonly key: string }[]): string[] {
  return tables.length === 0 ? [] : [`${what} ${listed(tables.map(({ key }) => key))}`];
}

/** Both the source's objects, which are made, and the target's former ones, which are taken away and brought back. */
function objectFindings(
  facts: ManagedFacts,
  target: Inventory,
  scope: Parameters<typeof carriedObjects>[2],
  rights: ReadonlyMap<string, Rights>,
): string[] {
  const objects = [
    ...carriedObjects(facts, target, scope).carried,
    ...facts.target.filter(({ schema }) => scope.rowSchemas.includes(schema)),
  ];
  const refused = (kind: 'policy' | 'trigger'): { key: string }[] => {
    const names = objects
      .filter((object) => object.kind === kind && object.table !== undefined)
      .filter(({ table = '' }) => !rights.get(table)?.[kind === 'policy' ? 'policies' : 'triggers'])
      .map(({ name }) => name);
    return [...new Set(names)].map((key) => ({ key }));
  };
  return [
    ...named('may not make and drop the policy', refused('policy')),
    ...named('may not make and drop the trigger', refused('trigger')),
  ];
}

async function outsideKeys(session: Session, tables: readonly number[]): Promise<string[]> {
  const keys = await session.query<{ name: string }>(outsideKeysSql, [tables]);
  if (keys.length === 0) return [];
  const names = listed(keys.map(({ name }) => name));
  return [`may not set session_replication_role, so that emptying the tables would reach through ${names}`];
}
