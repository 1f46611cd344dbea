import { backupSteps } from './backup-steps.ts';
import type { RunOptions } from '../config.ts';
import { largeObjectsKey } from '../inventory/large-objects.ts';
import { invalidIndexes } from '../inventory/indexes.ts';
import type { Inventory } from '../inventory/types.ts';
import { type ServiceFacts, serviceSteps } from '../supabase/carried.ts';
import type { LeftOut } from '../supabase/carried-source.ts';
import type { Scope } from '../supabase/scope.ts';
import { refuseAmbiguousNames } from './ambiguous-names.ts';
import { reasonLeftOut, stayingBehind } from './carried.ts';
import { copySteps, leftOutTables, type Rewriting, tablesToCopy } from './data-steps.ts';
import type { IdentifiedEntry } from './entries.ts';
import { setAsideExtensionRows } from './extension-rows.ts';
import { largeObjectSteps } from './large-object-steps.ts';
import {
  carriedObjects,
  type ManagedFacts,
  managedObjectSteps,
  orderRowCopies,
  setAsideManaged,
} from './managed-steps.ts';
import { ownerSteps, withoutOwners } from './owner-steps.ts';
import { needsSearchPath, searchPathSteps, shimRoles, shimSteps } from './shim-steps.ts';
import { postDataSteps } from './post-steps.ts';
import { roleTraitsLeftOut } from './role-steps.ts';
import { orderPreData } from './schema-order.ts';
import { type StoragePlan, storageSteps } from './storage-steps.ts';
import { eventTriggerReturns, preDataSteps, prepareSteps, schemasInTheWay } from './schema-steps.ts';
import type { TargetState } from './target-state.ts';
import { byPlace, countedSteps, intoTables, layoutOf } from './own-layout.ts';
import type { OwnSchema } from './existing.ts';
import { historySchema, historyStep, seedSteps } from './folder-steps.ts';
import type { AppliedFile, Seed } from '../migrations/folder-schema.ts';
import { filledTable } from '../inventory/meet.ts';
import type { Plan } from './types.ts';
import { stackRewriting, type UserRanges, userSteps } from './user-steps.ts';
import { omissions, withoutOmitted } from './without-extensions.ts';
import { finishedId, sealPlan, storageNeeds, verifySteps } from './seal.ts';

export interface PlanInput {
  readonly runId: string;
  readonly source: Inventory;
  readonly target: Inventory;
  readonly targetState: TargetState;
  readonly scope: Scope;
  /** What of the source stays behind: a {@link CarriedSource} without its inventory, which is `source`. */
  readonly sourceLeftOut: readonly LeftOut[];
  readonly managed: ManagedFacts;
  /** The entries of pg_dump's `pre-data` and `post-data` sections, with ids that are unique over both. */
  readonly preData: readonly IdentifiedEntry[];
  readonly postData: readonly IdentifiedEntry[];
  readonly options: RunOptions;
  /** Undefined where the source has no Storage. */
  readonly storage?: StoragePlan | undefined;
  /** Where the schema is made of a migration folder: see {@link FolderPlan}. */
  readonly folder?: FolderPlan;
  /** What Vault and pg_cron hold on both ends. */
  readonly services?: ServiceFacts;
  /** With `--auth stack`: the users that are created there, and the columns that hold their ids. */
  readonly stackUsers?: UserRanges & { readonly columns: Rewriting['columns'] };
}

/** A schema that is not the source's: `source` has the columns and places that both agree on. */
export interface FolderPlan {
  /** What the entries make. */
  readonly layout: Inventory;
  readonly seeds: readonly Seed[];
  readonly files: readonly AppliedFile[];
  readonly uncounted: OwnSchema['uncounted'];
}

/**
 * Inventory and dump in, graph of steps out. Pure: the same input gives the same plan. Every step stands behind the
 * steps that it needs. Throws `config.invalid` where two tables cannot be told apart by name.
 */
export function buildPlan(input: PlanInput): Plan {
  const { runId, source, target, targetState, scope, options } = input;
  refuseAmbiguousNames(source);
  const { folder } = input;
  const staysBehind = stayingBehind({ leftOut: input.sourceLeftOut }, scope, target);
  const dumped = [...input.preData, ...input.postData].filter((entry) => !staysBehind(entry));
  const reasons = new Map(dumped.map((entry) => [entry.id, reasonLeftOut(entry, targetState, scope)]));
  const isCarried = (entry: IdentifiedEntry): boolean => reasons.has(entry.id) && reasons.get(entry.id) === undefined;
  const carried = (all: readonly IdentifiedEntry[]): IdentifiedEntry[] => withoutOmitted(all.filter(isCarried), source);
  const [ownedBefore, ownedAfter] = [carried(input.preData), carried(input.postData)];
  const preData = withoutOwners(ownedBefore, targetState);
  const postData = withoutOwners(ownedAfter, targetState);
  const entries = [...preData, ...postData];
  const leftOut = leftOutTables(source, options);
  const tables = tablesToCopy(source, leftOut);
  const objects = carriedObjects(input.managed, target, scope);
  const replica = targetState.mayReplicate;

  const layout = folder ? layoutOf(folder.layout, source, tables) : source;
  const madeSchemas = folder ? withHistory(layout) : source;
  const prepare = prepareSteps({
    runId,
    source: madeSchemas,
    target,
    state: targetState,
    scope,
    entries,
    roles: [...rolesOf(scope), ...objects.carried.flatMap((object) => object.roles)],
    removals: [
      ...backupSteps({ source, target, scope }),
      ...setAsideManaged({ runId, source, target, scope, facts: input.managed, replica }),
      ...setAsideExtensionRows({ runId, source, target, tables, replica }),
    ],
    additions: [...searchPathSteps(source, scope, targetState), ...shimSteps(scope)],
  });
  const schemaSteps = preDataSteps({ runId, source: layout, target, scope, entries: preData });
  const schema = orderPreData(schemaSteps, preData, layout, prepare.at(-1)?.id);
  const after = schema.at(-1)?.id ?? prepare.at(-1)?.id;
  const users = input.stackUsers ? userSteps(input.stackUsers, after === undefined ? [] : [after]) : [];
  const rewriting = stackRewriting(input.stackUsers, tables);
  const plain = copySteps({
    tables,
    indexes: source.indexes,
    jobs: options.jobs,
    cores: targetState.cores,
    after: after === undefined ? [] : [after],
    rewriting,
  });
  const copies = orderRowCopies(plain, source.tables, replica);
  const largeObjects = largeObjectSteps(source, targetState.superuser, after === undefined ? [] : [after]);
  if (largeObjects.length > 0) copies.set(largeObjectsKey, largeObjects);
  const filled = new Set(tables.map(filledTable));
  const seeds = seedSteps(folder?.seeds ?? [], folder?.layout ?? source, filled, after === undefined ? [] : [after]);
  const into = intoTables(copies, tables);
  for (const [key, steps] of seeds) into.set(key, [...steps]);
  const counters = countedSteps(folder?.uncounted ?? [], into);
  const copyList = [...[...copies.values()].flat(), ...[...seeds.values()].flat(), ...counters];
  const post =
    after === undefined
      ? []
      : postDataSteps({
          source: layout,
          entries: postData,
          copies: into,
          leftOut: byPlace(leftOut, source),
          foreignKeys: options.foreignKeys,
          after,
        });
  const storage =
    input.storage && storageSteps(input.storage, runId, options.verify !== 'none', storageNeeds(after, copies));
  const files = storage?.steps ?? [];
  const onManaged = managedObjectSteps(
    objects.carried,
    post.some((step) => step.id === 'barrier:relations') ? ['barrier:relations'] : [],
  );
  const history = folder ? [historyStep(folder.files, after === undefined ? [] : [after])] : [];
  const made = [...prepare, ...schema, ...users, ...copyList, ...post, ...onManaged, ...history, ...files];
  const owners = ownerSteps(
    [...ownedBefore, ...ownedAfter],
    targetState,
    made.map((step) => step.id),
  );
  const aside = schemasInTheWay(madeSchemas, target, scope);
  const sealed = sealPlan({
    runId,
    source,
    scope,
    options,
    made: [...made, ...owners],
    services: serviceSteps(input.services, [finishedId]),
    returns: eventTriggerReturns(targetState, scope, aside),
    verify: [...verifySteps({ source, tables, copies, rewriting, options, scope }), ...(storage?.verify ?? [])],
  });
  return {
    ...sealed,
    tables: tables.map((table) => ({ table: table.key, rows: table.estimatedRows, bytes: table.bytes })),
    ...(storage && storage.buckets.length > 0 ? { buckets: storage.buckets } : {}),
    leftOut: [
      ...(storage?.leftOut ?? []),
      ...[...leftOut].map(([table, reason]) => ({ table, reason })),
      ...omissions(source),
      ...roleTraitsLeftOut(source, targetState),
      ...invalidIndexes(source).map((name) => ({
        table: `index ${name}`,
        reason: 'not valid on the source: REINDEX or drop it there, or create it by hand',
      })),
      ...input.sourceLeftOut,
      ...objects.leftOut,
      ...searchPathLeft(source, scope, targetState),
      ...dumped.flatMap((entry) => {
        const reason = reasons.get(entry.id);
        return reason === undefined ? [] : [{ table: `${entry.type.toLowerCase()} ${entry.name}`, reason }];
      }),
    ],
  };
}

/** The history of the folder takes the place of what a target may have. */
function withHistory(layout: Inventory): Inventory {
  return {
    ...layout,
    schemas: [...layout.schemas, { name: historySchema, owner: '', objects: 0, extension: undefined }],
  };
}

function rolesOf(scope: Scope): readonly string[] {
  return scope.auth !== undefined && scope.target === 'plain' ? shimRoles : [];
}

function searchPathLeft(source: Inventory, scope: Scope, state: TargetState): LeftOut[] {
  if (!needsSearchPath(source, scope, state) || state.database.owned) return [];
  const { name } = state.database;
  const reason = `only its owner may set it: ALTER DATABASE ${name} SET search_path = "$user", public, extensions`;
  return [{ table: `search_path of database ${name}`, reason }];
}
