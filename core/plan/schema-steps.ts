import type { Inventory } from '../inventory/types.ts';
import { quoteIdentifier, quoteLiteral } from '../postgres/identifiers.ts';
import { defaultPrivilegeRoles } from './carried.ts';
import { dropStatement, type IdentifiedEntry, withSettings } from './entries.ts';
import { setAsideName } from './names.ts';
import { resetPrivileges, restorePrivileges, type TargetState } from './target-state.ts';
import type { Step } from './types.ts';

/** What a schema object weighs against bytes of data, so that progress moves while they are made. */
export const objectWeight = 16 * 1024;

/** Steps before the first schema object: roles, what would change new objects, and what is in the way. */
export function prepareSteps(input: {
  readonly runId: string;
  readonly source: Inventory;
  readonly target: Inventory;
  readonly state: TargetState;
  readonly entries: readonly IdentifiedEntry[];
}): Step[] {
  const { runId, source, target, state, entries } = input;
  return chain([
    ...roleSteps(source, state),
    ...privilegeSteps(state, entries),
    ...eventTriggerSteps(state),
    ...renameSteps(runId, state, entries),
    ...setAsideSteps(runId, source, target),
    ...publicSteps(source, state),
  ]);
}

/** Gives each step a need for the one before it, behind `after`. */
export function chain(steps: readonly Step[], after?: string): Step[] {
  let previous = after;
  return steps.map((step) => {
    const chained = previous === undefined ? step : { ...step, needs: [...step.needs, previous] };
    previous = step.id;
    return chained;
  });
}

/** The schemas of the source that a target has too, and which are therefore set aside. */
export function schemasInTheWay(source: Inventory, target: Inventory): string[] {
  const present = new Set(target.schemas.map((schema) => schema.name));
  return source.schemas
    .filter((schema) => schema.extension === undefined && present.has(schema.name))
    .map((schema) => schema.name);
}

function roleSteps(source: Inventory, state: TargetState): Step[] {
  const present = new Set(state.roles);
  return source.roles
    .filter((role) => !present.has(role))
    .map((role) => ({
      id: `role:${role}`,
      kind: 'role',
      phase: 'prepare',
      label: `create role ${role}`,
      needs: [],
      weight: objectWeight,
      action: {
        type: 'sql',
        statements: [
          `CREATE ROLE ${quoteIdentifier(role)} NOLOGIN`,
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
}

function privilegeSteps(state: TargetState, entries: readonly IdentifiedEntry[]): Step[] {
  const own = state.defaultPrivileges.filter((entry) => entry.role === state.role);
  const touched = new Set([
    ...own.map((entry) => entry.role),
    ...entries.flatMap((entry) => defaultPrivilegeRoles(entry, 'global')),
  ]);
  const roles = new Set(state.roles);
  const affected = [...touched].filter((role) => roles.has(role));
  if (affected.length === 0) return [];
  const before = state.defaultPrivileges.filter((entry) => touched.has(entry.role));
  return [
    {
      id: 'default-privileges',
      kind: 'default-privileges',
      phase: 'prepare',
      label: 'set default privileges aside',
      needs: [],
      weight: objectWeight,
      action: { type: 'sql', statements: own.length > 0 ? [resetPrivileges([state.role])] : [] },
      undo: [resetPrivileges(affected), ...before.flatMap(restorePrivileges)],
    },
  ];
}

const eventTriggerModes: Readonly<Record<string, string>> = { O: 'ENABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' };

/** The target's own event triggers must not fire for what a run makes. */
function eventTriggerSteps(state: TargetState): Step[] {
  return state.eventTriggers
    .filter((trigger) => trigger.enabled !== 'D')
    .map((trigger) => ({
      id: `event-trigger-off:${trigger.name}`,
      kind: 'event-trigger',
      phase: 'prepare',
      label: `disable event trigger ${trigger.name}`,
      needs: [],
      weight: objectWeight,
      action: { type: 'sql', statements: [`ALTER EVENT TRIGGER ${quoteIdentifier(trigger.name)} DISABLE`] },
      undo: [`ALTER EVENT TRIGGER ${quoteIdentifier(trigger.name)} ${eventTriggerModes[trigger.enabled] ?? 'ENABLE'}`],
    }));
}

/**
 * After the run the target's own event triggers fire again, unless their function was set aside. Where the run goes on
 * after that, they are disabled first: what it still makes is no more theirs than what it made before.
 */
export function eventTriggerReturns(state: TargetState, setAside: readonly string[]): Step[] {
  return state.eventTriggers
    .filter((trigger) => trigger.enabled !== 'D' && !setAside.includes(trigger.schema))
    .map((trigger) => ({
      id: `event-trigger-on:${trigger.name}`,
      kind: 'event-trigger',
      phase: 'finish',
      label: `enable event trigger ${trigger.name}`,
      needs: [],
      weight: objectWeight,
      action: {
        type: 'sql',
        statements: [
          `ALTER EVENT TRIGGER ${quoteIdentifier(trigger.name)} ${eventTriggerModes[trigger.enabled] ?? 'ENABLE'}`,
        ],
      },
      undo: [`ALTER EVENT TRIGGER ${quoteIdentifier(trigger.name)} DISABLE`],
      retract: [`ALTER EVENT TRIGGER ${quoteIdentifier(trigger.name)} DISABLE`],
    }));
}

/** Database-wide objects of the same name are renamed, as schemas are. */
function renameSteps(runId: string, state: TargetState, entries: readonly IdentifiedEntry[]): Step[] {
  const kinds: readonly { readonly type: string; readonly names: readonly string[] }[] = [
    { type: 'PUBLICATION', names: state.publications },
    { type: 'EVENT TRIGGER', names: state.eventTriggers.map((trigger) => trigger.name) },
    { type: 'SERVER', names: state.servers },
    { type: 'FOREIGN DATA WRAPPER', names: state.foreignDataWrappers },
  ];
  return kinds.flatMap(({ type, names }) =>
    entries
      .filter((entry) => entry.type === type && names.includes(entry.name))
      .map((entry) => renameStep(type, entry.name, setAsideName(entry.name, runId))),
  );
}

function setAsideSteps(runId: string, source: Inventory, target: Inventory): Step[] {
  return schemasInTheWay(source, target).map((name) => renameStep('SCHEMA', name, setAsideName(name, runId)));
}

function renameStep(type: string, name: string, aside: string): Step {
  return {
    id: `set-aside:${type.toLowerCase()}:${name}`,
    kind: 'set-aside',
    phase: 'prepare',
    label: `set ${type.toLowerCase()} ${name} aside as ${aside}`,
    needs: [],
    weight: objectWeight,
    action: {
      type: 'sql',
      statements: [`ALTER ${type} ${quoteIdentifier(name)} RENAME TO ${quoteIdentifier(aside)}`],
    },
    undo: [`ALTER ${type} ${quoteIdentifier(aside)} RENAME TO ${quoteIdentifier(name)}`],
  };
}

/** pg_dump takes for granted that initdb has made `public`; where ours was set aside, somebody else must. */
function publicSteps(source: Inventory, state: TargetState): Step[] {
  if (!source.schemas.some((schema) => schema.name === 'public')) return [];
  // What initdb leaves behind since 15, which is what pg_dump compares grants with. [pg_dump.c, getNamespaces]
  const owner = state.superuser ? ' AUTHORIZATION pg_database_owner' : '';
  return [
    {
      id: 'schema:public:create',
      kind: 'schema',
      phase: 'prepare',
      label: 'create schema public',
      needs: [],
      weight: objectWeight,
      action: {
        type: 'sql',
        statements: [
          `CREATE SCHEMA public${owner}`,
          'GRANT USAGE ON SCHEMA public TO PUBLIC',
          "COMMENT ON SCHEMA public IS 'standard public schema'",
        ],
      },
      undo: ['DROP SCHEMA IF EXISTS public CASCADE'],
    },
  ];
}

/** One step for each entry of the dump's first section, in pg_dump's order, which is one that works. */
export function preDataSteps(input: {
  readonly runId: string;
  readonly source: Inventory;
  readonly target: Inventory;
  readonly entries: readonly IdentifiedEntry[];
}): Step[] {
  return input.entries
    .filter((entry) => entry.statements.length > 0)
    .map((entry) => (entry.type === 'EXTENSION' ? extensionStep(entry, input) : entryStep(entry, 'schema', 'schema')));
}

export function entryStep(entry: IdentifiedEntry, kind: Step['kind'], phase: Step['phase']): Step {
  const undo = takesItselfBack(entry) ? dropStatement(entry) : undefined;
  return {
    id: entry.id,
    kind,
    phase,
    label: `${entry.type.toLowerCase()} ${entry.schema === undefined ? '' : `${entry.schema}.`}${entry.name}`,
    needs: [],
    weight: objectWeight,
    action: { type: 'sql', statements: withSettings(entry, entry.statements) },
    ...(undo === undefined ? {} : { undo: [undo] }),
  };
}

/** Whatever lies in a schema goes with its schema; only what lies in none is taken back by itself. */
function takesItselfBack(entry: IdentifiedEntry): boolean {
  return entry.schema === undefined && entry.name !== 'public';
}

function extensionStep(
  entry: IdentifiedEntry,
  input: { readonly runId: string; readonly source: Inventory; readonly target: Inventory },
): Step {
  const wanted = input.source.extensions.find((extension) => extension.name === entry.name);
  const present = input.target.extensions.find((extension) => extension.name === entry.name);
  const step = entryStep(entry, 'extension', 'schema');
  if (!present) return step;
  const setAside = schemasInTheWay(input.source, input.target).includes(present.schema);
  const schemaNow = setAside ? setAsideName(present.schema, input.runId) : present.schema;
  const { undo: _, ...rest } = step;
  if (!wanted || schemaNow === wanted.schema) return rest;
  // CREATE EXTENSION IF NOT EXISTS would do nothing and leave it where nobody looks.
  const move = (schema: string): string =>
    `ALTER EXTENSION ${quoteIdentifier(entry.name)} SET SCHEMA ${quoteIdentifier(schema)}`;
  return {
    ...rest,
    label: `move extension ${entry.name} to schema ${wanted.schema}`,
    action: { type: 'sql', statements: [move(wanted.schema)] },
    undo: [move(schemaNow)],
  };
}
