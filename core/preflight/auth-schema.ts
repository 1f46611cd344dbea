import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/** The tables of schema auth, and whether this role may do with them what a migration does. */
const authTablesSql = `
  SELECT c.relname::text AS name, pg_catalog.pg_get_userbyid(c.relowner)::text AS owner,
    pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE') AS usable,
    pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable,
    pg_catalog.has_table_privilege(c.oid, 'INSERT') AND pg_catalog.has_table_privilege(c.oid, 'DELETE') AS writable,
    CURRENT_USER::text AS role
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'auth' AND c.relkind IN ('r', 'p') ORDER BY c.relname`;

/** GoTrue's own record of its versions, which nobody but GoTrue writes. */
const notWritten: ReadonlySet<string> = new Set(['schema_migrations']);

interface AuthTable extends Record<string, unknown> {
  readonly name: string;
  readonly owner: string;
  readonly usable: boolean;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly role: string;
}

/** Whether this is Supabase at all, and whether its auth schema is open to the roles on both ends. */
export const authSchemaCheck: Check = {
  id: 'auth-schema',
  title: 'Schema auth is open on both ends',
  severity: 'blocker',
  asks: 'both',
  looksAt: 'whether the roles may read schema auth on the source and write it on the target',
  async run(context) {
    const { schemas } = context.config.options;
    const from = await authTables(await context.session('source'));
    if (!from.some(({ name }) => name === 'users')) {
      return {
        verdict: 'pass',
        detail: 'The source has no auth schema with users: this is a plain PostgreSQL migration.',
        fix: '',
      };
    }
    if (schemas !== undefined && !schemas.includes('auth')) {
      return { verdict: 'pass', detail: '--schemas leaves auth out.', fix: '' };
    }
    const to = await authTables(await context.session('target'));
    const closed = from.filter(({ usable, readable }) => !usable || !readable);
    const onTarget = to.some(({ name }) => name === 'users') ? to : [];
    const locked = onTarget.filter(({ name, usable, writable }) => !notWritten.has(name) && !(usable && writable));
    const findings: string[] = [];
    const fixes: string[] = [];
    if (closed[0]) {
      findings.push(`On the source ${closed[0].role} may not read ${tablesOf(closed)}`);
      fixes.push("On the source connect as the project's role postgres, which may read schema auth.");
    }
    if (locked[0]) {
      const { role, owner } = locked[0];
      findings.push(`On the target schema auth is locked for ${role}: it may not write to ${tablesOf(locked)}`);
      fixes.push(
        `On the target connect as postgres or supabase_admin of its Supabase; or, as a superuser there: GRANT ${quoteIdentifier(owner)} TO ${quoteIdentifier(role)};`,
      );
    }
    if (findings.length > 0) return { verdict: 'fail', detail: `${findings.join('. ')}.`, fix: fixes.join(' ') };
    return {
      verdict: 'pass',
      detail: `The source is Supabase: ${counted(from.length, 'table')} of schema auth can be read${
        onTarget.length > 0 ? ', and those of the target written' : ''
      }.`,
      fix: '',
    };
  },
};

async function authTables(session: Session): Promise<AuthTable[]> {
  return await session.query<AuthTable>(authTablesSql);
}

function tablesOf(tables: readonly AuthTable[]): string {
  return listed(
    tables.map(({ name }) => `auth.${name}`),
    3,
  );
}
