import type { Session } from '../postgres/session.ts';

/** What a role is beside its name: the part that can be carried. Passwords cannot be read, and are not. */
export interface RoleFacts {
  readonly name: string;
  readonly bypassesRowSecurity: boolean;
  readonly inherits: boolean;
  /** Roles among the project's own that it is a member of. */
  readonly memberOf: readonly { readonly role: string; readonly admin: boolean }[];
  /** Its settings; `database` for those that hold in this database alone. Values as the catalog has them. */
  readonly settings: readonly { readonly name: string; readonly value: string; readonly database: boolean }[];
}

const rolesSql = `
  SELECT r.rolname::text AS name, r.rolbypassrls AS bypasses, r.rolinherit AS inherits
  FROM pg_catalog.pg_roles r WHERE r.rolname = ANY ($1::text[]) ORDER BY r.rolname`;
const membersSql = `
  SELECT m.rolname::text AS member, g.rolname::text AS role, pg_catalog.bool_or(a.admin_option) AS admin
  FROM pg_catalog.pg_auth_members a JOIN pg_catalog.pg_roles m ON m.oid = a.member
  JOIN pg_catalog.pg_roles g ON g.oid = a.roleid
  WHERE m.rolname = ANY ($1::text[]) AND g.rolname = ANY ($1::text[]) GROUP BY m.rolname, g.rolname ORDER BY 1, 2`;
const settingsSql = `
  SELECT r.rolname::text AS role, s.setdatabase <> 0 AS database, c.setting
  FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
  CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS c(setting)
  WHERE r.rolname = ANY ($1::text[]) AND (s.setdatabase = 0 OR s.setdatabase =
    (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()))
  ORDER BY r.rolname, s.setdatabase, c.setting`;

/** Facts about these roles. Three queries; throws CutoverError. */
export async function readRoleFacts(session: Session, names: readonly string[]): Promise<RoleFacts[]> {
  const roles = await session.query<{ name: string; bypasses: boolean; inherits: boolean }>(rolesSql, [names]);
  const members = await session.query<{ member: string; role: string; admin: boolean }>(membersSql, [names]);
  const settings = await session.query<{ role: string; database: boolean; setting: string }>(settingsSql, [names]);
  return roles.map(({ name, bypasses, inherits }) => ({
    name,
    bypassesRowSecurity: bypasses,
    inherits,
    memberOf: members.filter(({ member }) => member === name).map(({ role, admin }) => ({ role, admin })),
    settings: settings
      .filter(({ role }) => role === name)
      .map(({ setting, database }) => {
        const at = setting.indexOf('=');
        return { name: setting.slice(0, at), value: setting.slice(at + 1), database };
      }),
  }));
}
