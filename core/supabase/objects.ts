import { displayName, quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { isSupabaseRole, managedSchemas, sharedSchemas } from './managed.ts';

/**
 * Objects of the project's on tables that belong to Supabase's services. A dump of the project's schemas does not have
 * them. [facts 15]
 */
export interface ManagedObject {
  readonly kind: 'trigger' | 'policy' | 'grant';
  /** `on_auth_user_created on auth.users`; for a grant what is granted to whom. */
  readonly name: string;
  /** Schema of the table, or the schema itself that a grant is on. */
  readonly schema: string;
  /** Key of the table; undefined for a grant on a schema. */
  readonly table: string | undefined;
  readonly create: readonly string[];
  readonly drop: string;
  /** Roles that it names: they must exist. */
  readonly roles: readonly string[];
  /** Schema of a trigger's function. */
  readonly needs?: string;
}

/** A trigger is a service's own where its function is in a schema of the services'; extensions and webhooks may be used. */
const serviceFunctionSchemas = managedSchemas.filter((name) => name !== 'extensions' && name !== 'supabase_functions');

const triggersSql = `
  SELECT n.nspname AS schema, c.relname AS table, t.tgname AS name, pg_catalog.pg_get_triggerdef(t.oid) AS definition,
    t.tgenabled::text AS enabled, pg_catalog.obj_description(t.oid, 'pg_trigger') AS comment, fn.nspname AS function_schema
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid JOIN pg_catalog.pg_namespace fn ON fn.oid = p.pronamespace
  WHERE NOT t.tgisinternal AND n.nspname = ANY ($1) AND fn.nspname <> ALL ($2)
  ORDER BY 1, 2, 3`;

const policiesSql = `
  SELECT n.nspname AS schema, c.relname AS table, p.polname AS name, p.polpermissive AS permissive, p.polcmd::text AS command,
    ARRAY(SELECT coalesce(r.rolname::text, '') FROM unnest(p.polroles) WITH ORDINALITY AS m(oid, place)
      LEFT JOIN pg_catalog.pg_roles r ON r.oid = m.oid ORDER BY m.place) AS roles,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS "using", pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS "check",
    pg_catalog.obj_description(p.oid, 'pg_policy') AS comment
  FROM pg_catalog.pg_policy p
  JOIN pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1)
  ORDER BY 1, 2, 3`;

/** A role is null for PUBLIC. Two grantors may have given the same: it is one grant. */
const grantsSql = `
  SELECT a.schema, a.relation AS "table", a.kind, a.column_name AS "column", r.rolname::text AS role,
    x.privilege_type AS privilege, pg_catalog.bool_or(x.is_grantable) AS grantable
  FROM (
    SELECT n.nspname AS schema, NULL::name AS relation, 'SCHEMA' AS kind, NULL::name AS column_name, n.nspacl AS acl
    FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1)
    UNION ALL
    SELECT n.nspname, c.relname, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, NULL, c.relacl
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p', 'v', 'S')
    UNION ALL
    SELECT n.nspname, c.relname, 'TABLE', f.attname, f.attacl
    FROM pg_catalog.pg_attribute f JOIN pg_catalog.pg_class c ON c.oid = f.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = ANY ($1) AND f.attacl IS NOT NULL
  ) a
  CROSS JOIN LATERAL pg_catalog.aclexplode(a.acl) x LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
  WHERE x.grantee = 0 OR (r.rolname !~ '^pg_' AND NOT r.rolsuper)
  GROUP BY 1, 2, 3, 4, 5, 6
  ORDER BY 1, 2 NULLS FIRST, 4 NULLS FIRST, 5 NULLS FIRST, 6`;

interface OnTable extends Record<string, unknown> {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly comment: string | null;
}
interface TriggerRow extends OnTable {
  readonly definition: string;
  readonly enabled: string;
  readonly function_schema: string;
}
interface PolicyRow extends OnTable {
  readonly permissive: boolean;
  readonly command: string;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}
interface GrantRow extends Record<string, unknown> {
  readonly schema: string;
  readonly table: string | null;
  readonly kind: string;
  readonly column: string | null;
  readonly role: string | null;
  readonly privilege: string;
  readonly grantable: boolean;
}

/** The project's own objects in the services' schemas, in an order in which they can be made. Throws CutoverError. */
export async function readManagedObjects(session: Session): Promise<ManagedObject[]> {
  const grants = await session.query<GrantRow>(grantsSql, [sharedSchemas]);
  const policies = await session.query<PolicyRow>(policiesSql, [sharedSchemas]);
  const triggers = await session.query<TriggerRow>(triggersSql, [sharedSchemas, serviceFunctionSchemas]);
  return [
    ...grants.filter(({ role }) => role === null || !isSupabaseRole(role)).map(grantObject),
    ...policies.map(policyObject),
    ...triggers.map(triggerObject),
  ];
}

const enableWords: Readonly<Record<string, string>> = { D: 'DISABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' };

function triggerObject(row: TriggerRow): ManagedObject {
  const table = quoteQualified(row.schema, row.table);
  const name = quoteIdentifier(row.name);
  const word = enableWords[row.enabled];
  return {
    kind: 'trigger',
    ...place(row),
    create: [
      row.definition,
      ...(word === undefined ? [] : [`ALTER TABLE ${table} ${word} TRIGGER ${name}`]),
      ...commentOn('TRIGGER', row),
    ],
    drop: `DROP TRIGGER IF EXISTS ${name} ON ${table}`,
    roles: [],
    needs: row.function_schema,
  };
}

const commandWords: Readonly<Record<string, string>> = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' };

function policyObject(row: PolicyRow): ManagedObject {
  const table = quoteQualified(row.schema, row.table);
  const name = quoteIdentifier(row.name);
  const roles = row.roles.map((role) => (role === '' ? 'PUBLIC' : quoteIdentifier(role)));
  const clauses = [
    `CREATE POLICY ${name} ON ${table}`,
    row.permissive ? '' : 'AS RESTRICTIVE',
    row.command === '*' ? '' : `FOR ${commandWords[row.command] ?? 'ALL'}`,
    `TO ${roles.join(', ')}`,
    row.using === null ? '' : `USING (${row.using})`,
    row.check === null ? '' : `WITH CHECK (${row.check})`,
  ];
  return {
    kind: 'policy',
    ...place(row),
    create: [clauses.filter((clause) => clause !== '').join(' '), ...commentOn('POLICY', row)],
    drop: `DROP POLICY IF EXISTS ${name} ON ${table}`,
    roles: row.roles.filter((role) => role !== ''),
  };
}

function grantObject(row: GrantRow): ManagedObject {
  const { schema, table, kind, column, role, privilege } = row;
  const target = table === null ? quoteIdentifier(schema) : quoteQualified(schema, table);
  const what = `${privilege}${column === null ? '' : ` (${quoteIdentifier(column)})`} ON ${kind} ${target}`;
  const grantee = role === null ? 'PUBLIC' : quoteIdentifier(role);
  const option = row.grantable ? ' WITH GRANT OPTION' : '';
  const shown = `${privilege}${column === null ? '' : ` (${column})`} on ${table === null ? schema : displayName(schema, table)}`;
  return {
    kind: 'grant',
    name: `${shown} to ${role ?? 'PUBLIC'}`,
    schema,
    table: table === null || kind === 'SEQUENCE' ? undefined : displayName(schema, table),
    create: [`GRANT ${what} TO ${grantee}${option}`],
    drop: `REVOKE ${what} FROM ${grantee}`,
    roles: role === null ? [] : [role],
  };
}

function place(row: OnTable): Pick<ManagedObject, 'name' | 'schema' | 'table'> {
  const table = displayName(row.schema, row.table);
  return { name: `${row.name} on ${table}`, schema: row.schema, table };
}

function commentOn(kind: 'TRIGGER' | 'POLICY', { schema, table, name, comment }: OnTable): string[] {
  if (comment === null) return [];
  return [
    `COMMENT ON ${kind} ${quoteIdentifier(name)} ON ${quoteQualified(schema, table)} IS ${quoteLiteral(comment)}`,
  ];
}
