import type { IdentifiedEntry } from './entries.ts';
import type { TargetState } from './target-state.ts';

const leftOutTypes: Readonly<Record<string, string>> = {
  SUBSCRIPTION: 'a subscription would start to replicate; create it by hand',
  'USER MAPPING': 'its options may hold a password, which belongs into no ledger; create it by hand',
};

const defaultPrivilegesOf = /^ALTER DEFAULT PRIVILEGES FOR ROLE ("(?:[^"]|"")+"|\S+) (IN SCHEMA )?/;

/** Roles whose default privileges an entry changes; with `global`, only those without a schema. */
export function defaultPrivilegeRoles(entry: IdentifiedEntry, only: 'global' | 'all'): string[] {
  if (entry.type !== 'DEFAULT ACL') return [];
  return entry.statements.flatMap((statement) => {
    const [, role, inSchema] = defaultPrivilegesOf.exec(statement) ?? [];
    if (role === undefined || (only === 'global' && inSchema !== undefined)) return [];
    return [role.startsWith('"') ? role.slice(1, -1).replaceAll('""', '"') : role];
  });
}

/**
 * Why a run does not carry an entry of the dump; undefined where it does. Each that is left out is named in the plan
 * and in the report.
 */
export function reasonLeftOut(entry: IdentifiedEntry, state: TargetState): string | undefined {
  const ofType = leftOutTypes[entry.type];
  if (ofType !== undefined) return ofType;
  // Grants on the server's own functions and tables cannot be taken back with a schema.
  if (entry.type === 'ACL' && (entry.schema === 'pg_catalog' || entry.schema === 'information_schema')) {
    return 'a grant on an object of the server itself; grant it by hand where it is needed';
  }
  // A role that the run makes is the target role's own; another one must have taken it in.
  const present = new Set(state.roles);
  const foreign = defaultPrivilegeRoles(entry, 'all').find(
    (role) => present.has(role) && !state.memberOf.includes(role),
  );
  if (foreign === undefined || state.superuser) return undefined;
  return `default privileges of the role ${foreign}, which ${state.role} is no member of; set them by hand`;
}
