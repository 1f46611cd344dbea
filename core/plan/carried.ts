import { type CarriedSource, reasonTriggerStays } from '../supabase/carried-source.ts';
import { isManaged, isSupabaseRole } from '../supabase/managed.ts';
import type { Scope } from '../supabase/scope.ts';
import { type IdentifiedEntry, tagName } from './entries.ts';
import { keyOf } from './qualified-names.ts';
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
export function reasonLeftOut(entry: IdentifiedEntry, state: TargetState, scope: Scope): string | undefined {
  const ofType = leftOutTypes[entry.type];
  if (ofType !== undefined) return ofType;
  // Grants on the server's own functions and tables cannot be taken back with a schema.
  if (entry.type === 'ACL' && (entry.schema === 'pg_catalog' || entry.schema === 'information_schema')) {
    return 'a grant on an object of the server itself; grant it by hand where it is needed';
  }
  if (scope.target === 'supabase') {
    const platform = defaultPrivilegeRoles(entry, 'global').find(isSupabaseRole);
    if (platform !== undefined) return `default privileges of the platform's role ${platform}, which stay as they are`;
  }
  // A role that the run makes is the target role's own; another one must have taken it in.
  const present = new Set(state.roles);
  const foreign = defaultPrivilegeRoles(entry, 'all').find(
    (role) => present.has(role) && !state.memberOf.includes(role),
  );
  if (foreign === undefined || state.superuser) return undefined;
  return `default privileges of the role ${foreign}, which ${state.role} is no member of; set them by hand`;
}

/**
 * Tells the entries of a dump that stay behind with what the carried source has lost: keys and triggers that lead into
 * schemas which are not moved, extensions and database-wide objects of the platform. They are named with the source.
 */
export function stayingBehind(
  carried: Pick<CarriedSource, 'leftOut'>,
  scope: Scope,
  present: { readonly extensions: readonly { readonly name: string }[] },
): (entry: IdentifiedEntry) => boolean {
  const named = new Set(carried.leftOut.map(({ table }) => tagName(table)));
  const theirs = new Set(scope.target === 'supabase' ? present.extensions.map(({ name }) => name) : []);
  const isOf = (entry: IdentifiedEntry, kind: string): boolean => {
    if (entry.schema === undefined) return named.has(`${kind} ${entry.name}`);
    return named.has(`${kind} ${entry.schema}.${entry.name}`);
  };
  return (entry) => {
    switch (entry.type) {
      case 'FK CONSTRAINT':
        return isOf(entry, 'foreign key');
      case 'TRIGGER':
        return (
          scope.auth !== undefined && entry.statements.some((text) => reasonTriggerStays(text, scope) !== undefined)
        );
      case 'EVENT TRIGGER':
        return scope.auth !== undefined && entry.statements.some((text) => isManaged(calledSchema(text)));
      case 'EXTENSION':
        return isOf(entry, 'extension') || theirs.has(entry.name);
      case 'PUBLICATION':
        return isOf(entry, 'publication');
      case 'COMMENT':
        return isOnStaying(entry, named, theirs);
      default:
        return false;
    }
  };
}

function calledSchema(statement: string): string {
  return /\bEXECUTE (?:FUNCTION|PROCEDURE) "?([a-z_]+)"?\./.exec(statement)?.[1] ?? '';
}

/** pg_dump's tag of a comment is SQL: `EXTENSION "uuid-ossp"`, `CONSTRAINT profiles_id_fkey ON profiles`. */
const commentTag =
  /^(EXTENSION|PUBLICATION|CONSTRAINT|TRIGGER|EVENT TRIGGER) ("(?:[^"]|"")+"|\S+)(?: ON ("(?:[^"]|"")+"|\S+))?$/;

function isOnStaying(entry: IdentifiedEntry, named: ReadonlySet<string>, theirs: ReadonlySet<string>): boolean {
  const [, kind, quotedName = '', quotedTable = ''] = commentTag.exec(entry.name) ?? [];
  const name = keyOf(quotedName);
  const table = keyOf(quotedTable);
  switch (kind) {
    case 'EXTENSION':
      return theirs.has(name) || named.has(`extension ${name}`);
    case 'PUBLICATION':
      return named.has(`publication ${name}`);
    case 'EVENT TRIGGER':
      return named.has(`event trigger ${name}`);
    case 'CONSTRAINT':
      return named.has(`foreign key ${entry.schema}.${table} ${name}`);
    case 'TRIGGER':
      return named.has(`trigger ${name} on ${entry.schema}.${table}`);
    default:
      return false;
  }
}
