import type { RoleFacts } from '../inventory/role-facts.ts';
import type { Inventory } from '../inventory/types.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifiers.ts';
import { smallestWeight } from './data-steps.ts';
import type { TargetState } from './target-state.ts';
import type { Plan, Step } from './types.ts';

/** A statement that carries something of a role, or why there is none. */
type Trait = { readonly sql: string } | { readonly name: string; readonly reason: string };

/**
 * The project's own roles that the target lacks: without a login and a password, with what else they are as far as the
 * target's role may say so. A role that the target has already is never altered. `roles` are those of the source that
 * something carried names, and those that must be there whatever it names. Pure.
 */
export function roleSteps(roles: readonly string[], source: Inventory, state: TargetState): Step[] {
  const made = missingRoles(roles, state);
  const facts = new Map(source.roleFacts?.map((role) => [role.name, role]));
  const create: Step[] = made.map((role) => ({
    id: `role:${role}`,
    kind: 'role',
    phase: 'prepare',
    label: `create role ${role}`,
    needs: [],
    weight: smallestWeight,
    action: {
      type: 'sql',
      statements: [
        `CREATE ROLE ${quoteIdentifier(role)} NOLOGIN${attributesOf(role, facts.get(role), state)}`,
        // Only a member may set its default privileges, and drop it again with what it was granted.
        ...(state.superuser ? [] : [`GRANT ${quoteIdentifier(role)} TO CURRENT_USER`]),
      ],
    },
    // A role is the whole server's: one that has come to be used in another database must stay.
    undo: [
      `DO ${quoteLiteral(
        `BEGIN
           DROP OWNED BY ${quoteIdentifier(role)};
           DROP ROLE ${quoteIdentifier(role)};
         EXCEPTION WHEN dependent_objects_still_exist THEN
           RAISE WARNING 'role % is used elsewhere and stays', ${quoteLiteral(role)};
         END`,
      )}`,
    ],
  }));
  // Behind all roles: a membership takes both.
  const statements = traits(source, state).flatMap((trait) => ('sql' in trait ? [trait.sql] : []));
  if (statements.length === 0) return create;
  return [
    ...create,
    {
      id: 'role-attributes',
      kind: 'role',
      phase: 'prepare',
      label: 'attributes, memberships and settings of the new roles',
      needs: [],
      weight: smallestWeight,
      action: { type: 'sql', statements },
    },
  ];
}

/** What of the new roles the target's role may not carry, by name. */
export function roleTraitsLeftOut(source: Inventory, state: TargetState): Plan['leftOut'] {
  return traits(source, state).flatMap((trait) =>
    'sql' in trait ? [] : [{ table: trait.name, reason: `${trait.reason}; set it by hand` }],
  );
}

function missingRoles(roles: readonly string[], state: TargetState): string[] {
  const present = new Set(state.roles);
  return roles.filter((role) => !present.has(role));
}

/** Of a role that nothing on the source names: what the platform's own must be. [supabase/postgres, init scripts] */
function attributesOf(role: string, facts: RoleFacts | undefined, state: TargetState): string {
  if (facts !== undefined) return facts.inherits ? '' : ' NOINHERIT';
  return role === 'service_role' && state.superuser ? ' BYPASSRLS' : '';
}

function traits(source: Inventory, state: TargetState): Trait[] {
  const made = new Set(missingRoles(source.roles, state));
  return (source.roleFacts ?? [])
    .filter(({ name }) => made.has(name))
    .flatMap((role) => [
      ...bypass(role, state),
      ...role.memberOf.map((group): Trait => membership(role.name, group, made, state)),
      ...role.settings.map((setting): Trait => parameter(role.name, setting, state)),
    ]);
}

/** Only who has it may give it away, since 16; before, only a superuser. */
function bypass(role: RoleFacts, state: TargetState): Trait[] {
  if (!role.bypassesRowSecurity) return [];
  const may = state.superuser || (state.bypassesRowSecurity === true && state.serverVersion >= 160_000);
  return [
    may
      ? { sql: `ALTER ROLE ${quoteIdentifier(role.name)} BYPASSRLS` }
      : { name: `BYPASSRLS of role ${role.name}`, reason: `${state.role} may not give it` },
  ];
}

/** CREATEROLE is enough for any role before 16, and for those that one has made after it. */
function membership(
  member: string,
  group: { readonly role: string; readonly admin: boolean },
  made: ReadonlySet<string>,
  state: TargetState,
): Trait {
  if (!state.superuser && !made.has(group.role)) {
    return {
      name: `membership of role ${member} in ${group.role}`,
      reason: `${group.role} was there before, and not ${state.role}'s to give`,
    };
  }
  const admin = group.admin ? ' WITH ADMIN OPTION' : '';
  return { sql: `GRANT ${quoteIdentifier(group.role)} TO ${quoteIdentifier(member)}${admin}` };
}

/** Parameters whose value the catalog has as a list of quoted names, which stands as it is. [guc.h, GUC_LIST_QUOTE] */
const lists: ReadonlySet<string> = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'temp_tablespaces',
]);

function parameter(role: string, { name, value, database }: RoleFacts['settings'][number], state: TargetState): Trait {
  const context = state.parameters?.[name];
  const what = `setting ${name} of role ${role}`;
  if (context === undefined && !(name.includes('.') && state.superuser)) {
    return { name: what, reason: `the target does not know the parameter, or not for ${state.role}` };
  }
  if (context !== undefined && context !== 'user' && !state.superuser) {
    return { name: what, reason: 'it takes a superuser' };
  }
  // An empty name in a list can only be written as a string.
  const text = lists.has(name) ? value.replaceAll('""', "''") : quoteLiteral(value);
  const parameterName = name.split('.').map(quoteIdentifier).join('.');
  const statement = `ALTER ROLE ${quoteIdentifier(role)}${database ? ' IN DATABASE %I' : ''} SET ${parameterName} TO ${text === '' ? "''" : text}`;
  if (!database) return { sql: statement };
  const [before = '', after = ''] = statement.split(' IN DATABASE %I');
  const quoted = [`${before} IN DATABASE `, after].map(quoteLiteral);
  return {
    sql: `DO ${quoteLiteral(
      `BEGIN EXECUTE ${quoted[0]} || pg_catalog.quote_ident(pg_catalog.current_database()) || ${quoted[1]}; END`,
    )}`,
  };
}
