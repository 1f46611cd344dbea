import type { Inventory } from '../inventory/types.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Scope } from '../supabase/scope.ts';
import { isManaged } from '../supabase/managed.ts';
import { defaultPrivilegeRoles } from './carried.ts';
import { dropStatement, type IdentifiedEntry, withSettings } from './entries.ts';
import { setAsideName } from './names.ts';
import { roleSteps } from './role-steps.ts';
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
  readonly scope: Scope;
  readonly entries: readonly IdentifiedEntry[];
  /** Roles that must be there beside those that the source's schemas name. */
  readonly roles: readonly string[];
  /** What leaves schemas that cannot be renamed, while the target is as it was. */
  readonly removals: readonly Step[];
  /** What is made before the first object of the dump. */
  readonly additions: readonly Step[];
}): Step[] {
  const { runId, source, target, state, scope, entries } = input;
  return chain([
    ...roleSteps([...new Set([...source.roles, ...input.roles])], source, state),
    ...privilegeSteps(state, scope, entries),
    ...eventTriggerSteps(state, scope),
    ...input.removals,
    ...renameSteps(runId, state, entries),
    ...setAsideSteps(runId, schemasInTheWay(source, target, scope)),
    ...publicSteps(source, state),
    ...input.additions,
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

/** The schemas that the run makes and a target has too, and which are therefore set aside. */
export function schemasInTheWay(source: Inventory, target: Inventory, scope: Pick<Scope, 'shim'>): string[] {
  const present = new Set(target.schemas.map((schema) => schema.name));
  const made = source.schemas.filter((schema) => schema.extension === undefined).map((schema) => schema.name);
  return [...made, ...(scope.shim ? ['auth'] : [])].filter((name) => present.has(name));
}

function privilegeSteps(state: TargetState, scope: Scope, entries: readonly IdentifiedEntry[]): Step[] {
  // The platform's roles keep theirs; the dump's for them are left out.
  if (scope.target === 'supabase') return [];
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

/** The target's own event triggers, but for those of a platform that is there: they are its services' affair. */
export function ownEventTriggers(state: TargetState, scope: Scope): TargetState['eventTriggers'] {
  return state.eventTriggers.filter((trigger) => scope.target !== 'supabase' || !isManaged(trigger.schema));
}

/** The target's own event triggers must not fire for what a run makes. */
export function eventTriggerSteps(state: TargetState, scope: Scope): Step[] {
  return ownEventTriggers(state, scope)
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
export function eventTriggerReturns(state: TargetState, scope: Scope, setAside: readonly string[]): Step[] {
  return ownEventTriggers(state, scope)
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

function setAsideSteps(runId: string, names: readonly string[]): Step[] {
  return names.map((name) => renameStep('SCHEMA', name, setAsideName(name, runId)));
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
    aside: { type, name: aside },
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
  readonly scope: Scope;
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

/** Whatever lies in a schema goes with its schema; only what lies in none, or in a publication, is taken back by itself. */
function takesItselfBack(entry: IdentifiedEntry): boolean {
  return entry.type === 'PUBLICATION TABLE' || (entry.schema === undefined && entry.name !== 'public');
}

function extensionStep(
  entry: IdentifiedEntry,
  input: { readonly runId: string; readonly source: Inventory; readonly target: Inventory; readonly scope: Scope },
): Step {
  const wanted = input.source.extensions.find((extension) => extension.name === entry.name);
  const present = input.target.extensions.find((extension) => extension.name === entry.name);
  const step = entryStep(entry, 'extension', 'schema');
  if (!present) return step;
  const setAside = schemasInTheWay(input.source, input.target, input.scope).includes(present.schema);
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
