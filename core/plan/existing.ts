import { backupSteps } from './backup-steps.ts';
import { filledTable } from '../inventory/meet.ts';
import { largeObjectsKey } from '../inventory/large-objects.ts';
import type { OwnSchemaFacts } from '../inventory/own-schema.ts';
import type { Inventory, Sequence, Table } from '../inventory/types.ts';
import { quoteQualified } from '../postgres/identifiers.ts';
import { serviceSteps } from '../supabase/carried.ts';
import { refuseAmbiguousNames } from './ambiguous-names.ts';
import type { PlanInput } from './build.ts';
import { copySteps, leftOutTables, tablesToCopy } from './data-steps.ts';
import type { IdentifiedEntry } from './entries.ts';
import { largeObjectSteps } from './large-object-steps.ts';
import { type ManagedFacts, managedObjectSteps, orderRowCopies, setAsideManaged } from './managed-steps.ts';
import { byPlace, countedSteps, intoTables, layoutOf } from './own-layout.ts';
import { partitionsOf } from './partitions.ts';
import { postDataSteps } from './post-steps.ts';
import { rowsAside, tablesToClear } from './rows-aside.ts';
import { chain, eventTriggerReturns, eventTriggerSteps, objectWeight } from './schema-steps.ts';
import { finishedId, sealPlan, storageNeeds, verifySteps } from './seal.ts';
import { storageSteps } from './storage-steps.ts';
import { guardSteps, takeOff, takenBack } from './take-off.ts';
import type { Plan, Step } from './types.ts';
import { stackRewriting, userSteps } from './user-steps.ts';

/** A schema that the target has, and keeps. */
export interface OwnSchema {
  readonly inventory: Inventory;
  readonly facts: OwnSchemaFacts;
  /** pg_dump's entries of the target, from its last section. */
  readonly entries: readonly IdentifiedEntry[];
  /** Sequences that count a filled column, without one of the source's to follow. */
  readonly uncounted: readonly { readonly sequence: Sequence; readonly table: Table }[];
}

/**
 * Rows of the source into the schema that the target has: what stands on its tables is taken off, rows that are in the way
 * are set aside, rows come, and everything is put back as it was. `source` has the columns and places that both ends
 * agree on. Pure. Throws `config.invalid` where two tables of one end cannot be told apart by name.
 */
export function buildExistingPlan(input: PlanInput, own: OwnSchema): Plan {
  const { runId, source, target, targetState, scope, options } = input;
  refuseAmbiguousNames(source);
  refuseAmbiguousNames(own.inventory, 'target');
  const leftOut = leftOutTables(source, options);
  const tables = tablesToCopy(source, leftOut);
  const ownTables = tables.filter((table) => !table.rowsOnly);
  const keepForeignKeys = options.foreignKeys === 'trust' && targetState.mayReplicate;
  const replica = targetState.mayReplicate;

  const clear = tablesToClear(own.inventory, new Set(ownTables.map(filledTable)));
  const touched = withAncestors(clear, own.inventory);
  const layout = layoutOf(own.inventory, source, ownTables, touched);
  const bytes = new Map(layout.tables.map((table) => [table.key, table.bytes]));
  const off = takeOff({ own: layout, facts: own.facts, entries: own.entries, touched, bytes, keepForeignKeys });
  const relations = 'barrier:relations';
  const guards = guardSteps(
    own.facts.guards,
    own.inventory.tables.filter(({ key }) => touched.has(key)),
    [relations],
  );
  // The target's own triggers on tables of its services would fire for rows where nothing keeps them from it.
  const onServices: ManagedFacts = {
    source: [],
    target: replica ? [] : input.managed.target.filter(({ kind }) => kind === 'trigger'),
  };
  const removals = setAsideManaged({ runId, source, target, scope, facts: onServices, replica });
  const views = own.inventory.refreshOrder.filter((key) => layout.tables.find((table) => table.key === key)?.populated);
  const prepared = chain([
    ...eventTriggerSteps(targetState, scope),
    ...refreshedAgain(views, layout),
    ...keepPositions(source, own),
    ...guards.off,
    ...backupSteps({ source, target, scope, more: options.existingRows === 'set-aside' ? clear : [] }),
    ...removals,
    ...off.steps,
  ]);
  const ready: Step = {
    id: 'barrier:ready',
    kind: 'barrier',
    phase: 'prepare',
    label: 'nothing stands in the way of rows',
    needs: prepared.map((step) => step.id),
    weight: 0,
    action: { type: 'sql', statements: [] },
  };
  const aside = rowsAside({
    runId,
    own: own.inventory,
    facts: own.facts,
    tables: clear,
    setAside: options.existingRows === 'set-aside',
    keepForeignKeys,
    after: [ready.id],
  });
  const users = input.stackUsers ? userSteps(input.stackUsers, [ready.id]) : [];
  const rewriting = stackRewriting(input.stackUsers, tables);
  const plain = copySteps({
    tables,
    indexes: source.indexes,
    jobs: options.jobs,
    cores: targetState.cores,
    after: [ready.id],
    rewriting,
  });
  const leavesOf = partitionsOf(own.inventory);
  const copies = orderRowCopies(
    new Map(
      tables.map((table) => [
        table.key,
        intoOwn(plain.get(table.key) ?? [], table, aside.emptied, leavesOf, keepForeignKeys),
      ]),
    ),
    source.tables,
    replica,
  );
  const largeObjects = largeObjectSteps(source, targetState.superuser, [ready.id]);
  if (largeObjects.length > 0) copies.set(largeObjectsKey, largeObjects);
  const into = intoTables(copies, ownTables);
  const post = takenBack(
    postDataSteps({
      source: layout,
      entries: off.entries,
      copies: into,
      leftOut: byPlace(leftOut, source),
      foreignKeys: options.foreignKeys,
      after: ready.id,
    }),
    off.entries,
    layout,
  );
  const counters = countedSteps(own.uncounted, into);
  const storage =
    input.storage && storageSteps(input.storage, runId, options.verify !== 'none', storageNeeds(ready.id, copies));
  const made = [
    ...[...prepared, ready, ...aside.steps, ...users],
    ...[...[...copies.values()].flat(), ...counters, ...post, ...guards.on],
    ...[...managedObjectSteps(onServices.target, [relations]), ...(storage?.steps ?? [])],
  ];
  const sealed = sealPlan({
    runId,
    source,
    scope,
    options,
    made,
    services: serviceSteps(input.services, [finishedId]),
    returns: eventTriggerReturns(targetState, scope, []),
    verify: [...verifySteps({ source, tables, copies, rewriting, options, scope }), ...(storage?.verify ?? [])],
  });
  return {
    ...sealed,
    tables: tables.map((table) => ({ table: table.key, rows: table.estimatedRows, bytes: table.bytes })),
    ...(storage && storage.buckets.length > 0 ? { buckets: storage.buckets } : {}),
    leftOut: [
      ...(storage?.leftOut ?? []),
      ...[...leftOut].map(([table, reason]) => ({ table, reason })),
      ...input.sourceLeftOut,
    ],
  };
}

/** Keys of tables with those that they are parts of. */
function withAncestors(tables: readonly Table[], own: Inventory): ReadonlySet<string> {
  const parents = new Map(own.tables.map(({ key, partitionOf }) => [key, partitionOf]));
  const keys = new Set<string>();
  for (const { key } of tables) {
    for (let each: string | undefined = key; each !== undefined; each = parents.get(each)) keys.add(each);
  }
  return keys;
}

/** Copies wait until their table is empty; where foreign keys stay, the rows come unseen by them. */
function intoOwn(
  steps: readonly Step[],
  table: Table,
  emptied: ReadonlyMap<string, readonly string[]>,
  leavesOf: (key: string) => readonly string[],
  keepForeignKeys: boolean,
): Step[] {
  if (table.rowsOnly) return [...steps];
  const place = filledTable(table);
  const below = table.into?.tree ? leavesOf(place) : [place];
  const clears = [...new Set(below.flatMap((key) => emptied.get(key) ?? []))];
  return steps.map((step) => ({
    ...step,
    needs: [...step.needs, ...clears],
    ...(keepForeignKeys && step.action.type === 'copy'
      ? { action: { ...step.action, rowsOnly: true, replica: true } }
      : {}),
  }));
}

/** The views hold what their tables held; a rollback fills them again when these are as they were, the first one first. */
function refreshedAgain(views: readonly string[], { tables }: Inventory): Step[] {
  const byKey = new Map(tables.map((table) => [table.key, table]));
  return views.toReversed().flatMap((key): Step[] => {
    const view = byKey.get(key);
    if (view === undefined) return [];
    return [
      {
        id: `refreshed:${key}`,
        kind: 'post',
        phase: 'prepare',
        label: `note that ${key} is filled`,
        needs: [],
        weight: objectWeight,
        action: { type: 'sql', statements: [] },
        undo: [`REFRESH MATERIALIZED VIEW ${quoteQualified(view.schema, view.name)}`],
      },
    ];
  });
}

function keepPositions(source: Inventory, own: OwnSchema): Step[] {
  const services = new Set(source.tables.filter((table) => table.rowsOnly).map(({ schema }) => schema));
  const sequences = [
    ...source.sequences.filter(({ schema }) => !services.has(schema)).map((each) => each.onTarget ?? each),
    ...own.uncounted.map(({ sequence }) => sequence),
  ].map(({ schema, name }) => ({ schema, name }));
  if (sequences.length === 0) return [];
  return [
    {
      id: 'set-aside:sequences:positions',
      kind: 'set-aside',
      phase: 'prepare',
      label: 'write down where the sequences stand',
      needs: [],
      weight: objectWeight,
      action: { type: 'keep-positions', sequences },
    },
  ];
}
