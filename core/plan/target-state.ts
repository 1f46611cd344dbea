import { CutoverError } from '../errors.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { readCapacity } from './capacity.ts';

/** What a target has beside its schemas: the part of its identity that a run touches and a rollback restores. */
export interface TargetState {
  readonly serverVersion: number;
  readonly role: string;
  readonly superuser: boolean;
  readonly bypassesRowSecurity?: boolean;
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
  readonly database: {
    readonly name: string;
    /** Whether the role may change its settings. */
    readonly owned: boolean;
    /** The search_path that new sessions get, as ALTER DATABASE takes it; undefined where none is set. */
    readonly searchPath: string | undefined;
  };
  /** Whether the role may load rows without the target's triggers and foreign keys looking at them. [facts 6] */
  readonly mayReplicate: boolean;
  /** Who may set each parameter that the server knows: `user`, `superuser`, … */
  readonly parameters?: Readonly<Record<string, string>>;
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
  SELECT r.rolname AS role, r.rolsuper AS superuser, r.rolbypassrls AS bypasses
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
const parametersSql = 'SELECT s.name, s.context FROM pg_catalog.pg_settings s';
const defaultPrivilegesSql = `
  SELECT r.rolname AS role, d.defaclobjtype::text AS objects,
         coalesce(g.rolname, '') AS grantee, a.privilege_type AS privilege, a.is_grantable AS grantable
  FROM pg_catalog.pg_default_acl d
  JOIN pg_catalog.pg_roles r ON r.oid = d.defaclrole
  LEFT JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) WITH ORDINALITY AS a ON true
  LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
  WHERE d.defaclnamespace = 0
  ORDER BY r.rolname, d.defaclobjtype, a.ordinality`;

const databaseSql = `
  SELECT d.datname AS name, pg_catalog.pg_has_role(d.datdba, 'USAGE') AS owned,
    (SELECT pg_catalog.substr(c.setting, 13) FROM pg_catalog.pg_db_role_setting s
     CROSS JOIN LATERAL unnest(s.setconfig) AS c(setting)
     WHERE s.setdatabase = d.oid AND s.setrole = 0 AND c.setting LIKE 'search_path=%') AS path
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

interface Self {
  readonly role: string;
  readonly superuser: boolean;
  readonly bypasses: boolean;
}

interface Named {
  readonly name: string;
}

interface GrantRow {
  readonly role: string;
  readonly objects: string;
  readonly grantee: string;
  readonly privilege: string | null;
  readonly grantable: boolean | null;
}

interface ParameterRow {
  readonly name: string;
  readonly context: string;
}

interface DatabaseRow {
  readonly name: string;
  readonly owned: boolean;
  readonly path: string | null;
}

/**
 * Whether the role may set session_replication_role: a superuser, one that was granted it (15+), or Supabase's own by
 * its supautils. Tried, since nothing that could be asked knows all three. Throws CutoverError.
 */
export async function mayReplicate(session: Session): Promise<boolean> {
  await session.execute('BEGIN');
  try {
    await session.execute("SET LOCAL session_replication_role = 'replica'");
    return true;
  } catch (error) {
    if (error instanceof CutoverError && error.sqlState === '42501') return false;
    throw error;
  } finally {
    if (!session.broken) await session.execute('ROLLBACK');
  }
}

const objectWords: Readonly<Record<string, string>> = {
  r: 'TABLES',
  S: 'SEQUENCES',
  f: 'FUNCTIONS',
  T: 'TYPES',
  n: 'SCHEMAS',
  L: 'LARGE OBJECTS',
};

/** Whether the session's role is a superuser. Throws CutoverError. */
export async function readSuperuser(session: Session): Promise<boolean> {
  const [self] = await session.query<Self & Record<string, unknown>>(roleSql);
  return self?.superuser === true;
}

/** Reads the target's database-wide state, in one round trip. Throws CutoverError. */
export async function readTargetState(session: Session): Promise<TargetState> {
  const [selves, roles, memberOf, eventTriggers, publications, servers, wrappers, grants, databases, parameters] =
    await session.queryAll<
      [Self[], Named[], Named[], EventTrigger[], Named[], Named[], Named[], GrantRow[], DatabaseRow[], ParameterRow[]]
    >([
      roleSql,
      rolesSql,
      memberOfSql,
      eventTriggersSql,
      publicationsSql,
      serversSql,
      wrappersSql,
      defaultPrivilegesSql,
      databaseSql,
      parametersSql,
    ]);
  const [self] = selves;
  const [database] = databases;
  const names = (rows: readonly Named[]): string[] => rows.map((row) => row.name);
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
    bypassesRowSecurity: self?.bypasses === true,
    roles: names(roles),
    memberOf: names(memberOf),
    eventTriggers,
    publications: names(publications),
    servers: names(servers),
    foreignDataWrappers: names(wrappers),
    defaultPrivileges: [...defaults.values()],
    parameters: Object.fromEntries(parameters.map(({ name, context }) => [name, context])),
    database: { name: database?.name ?? '', owned: database?.owned === true, searchPath: database?.path ?? undefined },
    mayReplicate: await mayReplicate(session),
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
