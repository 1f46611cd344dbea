import { quoteIdentifier, quoteLiteral } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { readCapacity } from './capacity.ts';

/** What a target has beside its schemas: the part of its identity that a run touches and a rollback restores. */
export interface TargetState {
  readonly serverVersion: number;
  readonly role: string;
  readonly superuser: boolean;
  /** Cores of the server; undefined where it does not say. */
  readonly cores?: number | undefined;
  readonly roles: readonly string[];
  /** Roles whose rights the role has: its own, and those that it is a member of. */
  readonly memberOf: readonly string[];
  readonly eventTriggers: readonly EventTrigger[];
  readonly publications: readonly string[];
  readonly servers: readonly string[];
  readonly foreignDataWrappers: readonly string[];
  /** Default privileges without a schema: those with one go with their schema. */
  readonly defaultPrivileges: readonly DefaultPrivileges[];
}

export interface EventTrigger {
  readonly name: string;
  /** `O` origin, `R` replica, `A` always, `D` disabled. */
  readonly enabled: string;
  /** The schema of its function. */
  readonly schema: string;
}

export interface DefaultPrivileges {
  readonly role: string;
  /** `TABLES`, `SEQUENCES`, `FUNCTIONS`, `TYPES`, `SCHEMAS`. */
  readonly objects: string;
  readonly grants: readonly {
    /** Empty for PUBLIC. */
    readonly grantee: string;
    readonly privilege: string;
    readonly grantable: boolean;
  }[];
}

const roleSql = `
  SELECT r.rolname AS role, r.rolsuper AS superuser
  FROM pg_catalog.pg_roles r WHERE r.rolname = current_user`;
const rolesSql = 'SELECT rolname AS name FROM pg_catalog.pg_roles ORDER BY rolname';
const memberOfSql = `
  SELECT rolname AS name FROM pg_catalog.pg_roles
  WHERE pg_catalog.pg_has_role(current_user, oid, 'USAGE') ORDER BY rolname`;
const eventTriggersSql = `
  SELECT t.evtname AS name, t.evtenabled::text AS enabled, n.nspname AS schema
  FROM pg_catalog.pg_event_trigger t
  JOIN pg_catalog.pg_proc p ON p.oid = t.evtfoid
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_event_trigger'::regclass AND d.objid = t.oid AND d.deptype = 'e')
  ORDER BY t.evtname`;
const publicationsSql = 'SELECT pubname AS name FROM pg_catalog.pg_publication ORDER BY pubname';
const serversSql = 'SELECT srvname AS name FROM pg_catalog.pg_foreign_server ORDER BY srvname';
const wrappersSql = 'SELECT fdwname AS name FROM pg_catalog.pg_foreign_data_wrapper ORDER BY fdwname';
const defaultPrivilegesSql = `
  SELECT r.rolname AS role, d.defaclobjtype::text AS objects,
         coalesce(g.rolname, '') AS grantee, a.privilege_type AS privilege, a.is_grantable AS grantable
  FROM pg_catalog.pg_default_acl d
  JOIN pg_catalog.pg_roles r ON r.oid = d.defaclrole
  LEFT JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) WITH ORDINALITY AS a ON true
  LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
  WHERE d.defaclnamespace = 0
  ORDER BY r.rolname, d.defaclobjtype, a.ordinality`;

const objectWords: Readonly<Record<string, string>> = {
  r: 'TABLES',
  S: 'SEQUENCES',
  f: 'FUNCTIONS',
  T: 'TYPES',
  n: 'SCHEMAS',
  L: 'LARGE OBJECTS',
};

/** Reads the target's database-wide state. Throws CutoverError. */
export async function readTargetState(session: Session): Promise<TargetState> {
  const [self] = await session.query<{ role: string; superuser: boolean }>(roleSql);
  const names = async (sql: string): Promise<string[]> =>
    (await session.query<{ name: string }>(sql)).map((row) => row.name);
  const grants = await session.query<{
    role: string;
    objects: string;
    grantee: string;
    privilege: string | null;
    grantable: boolean | null;
  }>(defaultPrivilegesSql);
  const defaults = new Map<string, { role: string; objects: string; grants: DefaultPrivileges['grants'][number][] }>();
  for (const row of grants) {
    const key = `${row.objects} ${row.role}`;
    const entry = defaults.get(key) ?? { role: row.role, objects: objectWords[row.objects] ?? row.objects, grants: [] };
    defaults.set(key, entry);
    if (row.privilege !== null) {
      entry.grants.push({ grantee: row.grantee, privilege: row.privilege, grantable: row.grantable === true });
    }
  }
  return {
    serverVersion: session.serverVersion,
    role: self?.role ?? '',
    superuser: self?.superuser === true,
    cores: (await readCapacity(session)).cores,
    roles: await names(rolesSql),
    memberOf: await names(memberOfSql),
    eventTriggers: await session.query<{ name: string; enabled: string; schema: string }>(eventTriggersSql),
    publications: await names(publicationsSql),
    servers: await names(serversSql),
    foreignDataWrappers: await names(wrappersSql),
    defaultPrivileges: [...defaults.values()],
  };
}

/**
 * A statement after which only the server's built-in defaults apply to new objects of these roles: whoever was granted
 * something loses it, and an entry that equals the default vanishes from the catalog.
 */
export function resetPrivileges(roles: readonly string[]): string {
  const names = roles.map(quoteLiteral).join(', ');
  return `DO $cutover$
    DECLARE entry record; grantee record;
    BEGIN
      FOR entry IN
        SELECT d.defaclrole, d.defaclacl, pg_catalog.format('ALTER DEFAULT PRIVILEGES FOR ROLE %I', r.rolname) AS prefix,
               pg_catalog.quote_ident(r.rolname) AS owner, d.defaclobjtype::text AS kind,
               CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                    WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS objects
        FROM pg_catalog.pg_default_acl d JOIN pg_catalog.pg_roles r ON r.oid = d.defaclrole
        WHERE d.defaclnamespace = 0 AND r.rolname IN (${names})
      LOOP
        FOR grantee IN
          SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS name
          FROM pg_catalog.aclexplode(entry.defaclacl) a
        LOOP
          EXECUTE entry.prefix || ' REVOKE ALL ON ' || entry.objects || ' FROM ' || grantee.name;
        END LOOP;
        EXECUTE entry.prefix || ' GRANT ALL ON ' || entry.objects || ' TO ' || entry.owner;
        IF entry.kind = 'f' THEN EXECUTE entry.prefix || ' GRANT EXECUTE ON FUNCTIONS TO PUBLIC'; END IF;
        IF entry.kind = 'T' THEN EXECUTE entry.prefix || ' GRANT USAGE ON TYPES TO PUBLIC'; END IF;
      END LOOP;
    END $cutover$`;
}

/** Statements that bring an entry back, the order of its grants included: dumps show it. */
export function restorePrivileges(entry: DefaultPrivileges): string[] {
  const prefix = `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(entry.role)}`;
  const empty = [entry.role, ''].map(
    (grantee) => `${prefix} REVOKE ALL ON ${entry.objects} FROM ${granteeName(grantee)}`,
  );
  const grants = entry.grants.map(
    (grant) =>
      `${prefix} GRANT ${grant.privilege} ON ${entry.objects} TO ${granteeName(grant.grantee)}` +
      (grant.grantable ? ' WITH GRANT OPTION' : ''),
  );
  return [...empty, ...grants];
}

function granteeName(grantee: string): string {
  return grantee === '' ? 'PUBLIC' : quoteIdentifier(grantee);
}
