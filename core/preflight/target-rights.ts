import { schemasInTheWay } from '../plan/schema-steps.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import { managedSchemas } from '../supabase/managed.ts';
import type { Check } from './types.ts';
import { listed } from './words.ts';

const roleRights = `
  SELECT r.rolname::text AS role, r.rolsuper AS superuser, r.rolcreaterole AS "createsRoles",
         r.rolbypassrls AS "bypassesRowSecurity",
         pg_catalog.current_database() AS database,
         pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS "createsSchemas"
    FROM pg_catalog.pg_roles r
   WHERE r.rolname = CURRENT_USER`;

/** Renaming takes what an owner may do: membership in the owning role counts. */
const foreignSchemas = `
  SELECT n.nspname AS name, pg_catalog.pg_get_userbyid(n.nspowner) AS owner
    FROM pg_catalog.pg_namespace n
   WHERE n.nspname = ANY ($1) AND NOT pg_catalog.pg_has_role(n.nspowner, 'USAGE')
   ORDER BY n.nspname`;

/** They are disabled for the run, which their owner alone may do; those of extensions and of the platform (`$1`) are left alone. */
const foreignEventTriggers = `
  SELECT t.evtname AS name, pg_catalog.pg_get_userbyid(t.evtowner) AS owner
    FROM pg_catalog.pg_event_trigger t
    JOIN pg_catalog.pg_proc p ON p.oid = t.evtfoid JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
   WHERE t.evtenabled <> 'D' AND n.nspname <> ALL ($1) AND NOT pg_catalog.pg_has_role(t.evtowner, 'USAGE')
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                      WHERE d.classid = 'pg_catalog.pg_event_trigger'::pg_catalog.regclass
                        AND d.objid = t.oid AND d.deptype = 'e')
   ORDER BY t.evtname`;

const missingRoles = `
  SELECT s.name
    FROM pg_catalog.unnest($1::text[]) AS s(name)
   WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = s.name)
   ORDER BY s.name`;

interface RoleRights extends Record<string, unknown> {
  readonly role: string;
  readonly superuser: boolean;
  readonly createsRoles: boolean;
  readonly bypassesRowSecurity: boolean;
  readonly database: string;
  readonly createsSchemas: boolean;
}

export const targetRightsCheck: Check = {
  id: 'target-rights',
  title: 'Role on the target may do what the run does',
  severity: 'blocker',
  asks: 'both',
  looksAt:
    "the role's rights to create schemas and roles, to rename what is in the way, to disable event triggers, and to read what it has written",
  async run(context) {
    const [source, target, session] = await Promise.all([
      context.inventory('source'),
      context.inventory('target'),
      context.session('target'),
    ]);
    const { scope } = await context.carried();
    const [rights] = await session.query<RoleRights>(roleRights);
    if (!rights) throw new Error('the current role is not in pg_roles');
    // Into a schema that the target keeps, nothing comes but rows.
    const keeps = scope.schema !== undefined;
    const absent = keeps
      ? []
      : (await session.query<{ name: string }>(missingRoles, [source.roles])).map(({ name }) => name);
    const created = absent.length > 0 ? ` Roles that it will create: ${listed(absent)}.` : '';
    if (rights.superuser) return { verdict: 'pass', detail: `${rights.role} is a superuser.${created}`, fix: '' };

    const names = keeps ? [] : schemasInTheWay(source, target, scope);
    const foreign = await session.query<{ name: string; owner: string }>(foreignSchemas, [names]);
    const role = quoteIdentifier(rights.role);
    const findings: string[] = [];
    const fixes: string[] = [];
    if (!rights.createsSchemas) {
      findings.push(`no CREATE on database ${rights.database}`);
      fixes.push(`GRANT CREATE ON DATABASE ${quoteIdentifier(rights.database)} TO ${role};`);
    }
    if (foreign.length > 0) {
      findings.push(
        `no right to rename ${foreign.map(({ name, owner }) => `schema ${name}, which ${owner} owns`).join(', ')}`,
      );
      for (const { owner } of new Map(foreign.map((schema) => [schema.owner, schema])).values()) {
        fixes.push(`GRANT ${quoteIdentifier(owner)} TO ${role};`);
      }
    }
    const triggers = await session.query<{ name: string; owner: string }>(foreignEventTriggers, [
      scope.target === 'supabase' ? managedSchemas : [],
    ]);
    if (triggers.length > 0) {
      findings.push(
        `no right to disable ${triggers.map(({ name, owner }) => `event trigger ${name}, which ${owner} owns`).join(', ')}`,
      );
      fixes.push(
        `as the owner, for the time of the run: ${triggers.map(({ name }) => `ALTER EVENT TRIGGER ${quoteIdentifier(name)} DISABLE;`).join(' ')}`,
      );
    }
    if (absent.length > 0 && !rights.createsRoles) {
      findings.push(`no CREATEROLE, though the target lacks the roles ${listed(absent, 10)}`);
      fixes.push(
        `ALTER ROLE ${role} CREATEROLE; or create the roles: ${absent.map((name) => `CREATE ROLE ${quoteIdentifier(name)};`).join(' ')}`,
      );
    }
    // The role will own them, and owners are not exempt: nothing but an error comes of reading them.
    const forced = keeps
      ? []
      : source.tables.filter((table) => table.rowSecurity && table.forceRowSecurity).map(({ key }) => key);
    if (forced.length > 0 && !rights.bypassesRowSecurity && context.config.options.verify !== 'none') {
      findings.push(`no BYPASSRLS, so that it could not verify ${listed(forced)}, where row security is forced`);
      fixes.push(`ALTER ROLE ${role} BYPASSRLS;`);
    }
    if (findings.length === 0) {
      return {
        verdict: 'pass',
        detail: `${rights.role} may create schemas in ${rights.database}${keeps ? '' : ' and rename those in the way'}.${created}`,
        fix: '',
      };
    }
    return {
      verdict: 'fail',
      detail: `The role ${rights.role} has ${findings.join('; ')}.`,
      fix: `Connect as a superuser, or: ${fixes.join(' ')}`,
    };
  },
};
