import { createHash } from 'node:crypto';
import type { RunOptions } from '../config.ts';
import { CutoverError } from '../errors.ts';
import { largeObjectsKey } from '../inventory/large-objects.ts';
import { invalidIndexes } from '../inventory/indexes.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { inBatch } from './batches.ts';
import { foldIndexes } from './fold-indexes.ts';
import { type ServiceFacts, serviceSteps } from '../supabase/carried.ts';
import type { LeftOut } from '../supabase/carried-source.ts';
import type { Scope } from '../supabase/scope.ts';
import { reasonLeftOut, stayingBehind } from './carried.ts';
import { copySteps, leftOutTables, noRewriting, type Rewriting, tablesToCopy } from './data-steps.ts';
import { displayName } from '../postgres/identifiers.ts';
import type { IdentifiedEntry } from './entries.ts';
import { keepGoing } from './keep-going.ts';
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
import type { Plan, Step } from './types.ts';
import { mappingStepId, type UserRanges, userSteps } from './user-steps.ts';
import { omissions, withoutOmitted } from './without-extensions.ts';
import {
  verifyForeignKeysSteps,
  verifyLargeObjectsStep,
  verifyTableSteps,
  verifyUsersSteps,
  verifyWholeStep,
} from './verify-steps.ts';

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
  /** What Vault and pg_cron hold on both ends. */
  readonly services?: ServiceFacts;
  /** With `--auth stack`: the users that are created there, and the columns that hold their ids. */
  readonly stackUsers?: UserRanges & { readonly columns: Rewriting['columns'] };
}

/**
 * Inventory and dump in, graph of steps out. Pure: the same input gives the same plan. Every step stands behind the
 * steps that it needs. Throws `config.invalid` where two tables cannot be told apart by name.
 */
export function buildPlan(input: PlanInput): Plan {
  const { runId, source, target, targetState, scope, options } = input;
  refuseAmbiguousNames(source);
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

  const prepare = prepareSteps({
    runId,
    source,
    target,
    state: targetState,
    scope,
    entries,
    roles: [...rolesOf(scope), ...objects.carried.flatMap((object) => object.roles)],
    removals: setAsideManaged({ runId, source, target, scope, facts: input.managed, replica }),
    additions: [...searchPathSteps(source, scope, targetState), ...shimSteps(scope)],
  });
  const schemaSteps = preDataSteps({ runId, source, target, scope, entries: preData });
  const schema = orderPreData(schemaSteps, preData, source, prepare.at(-1)?.id);
  const after = schema.at(-1)?.id ?? prepare.at(-1)?.id;
  const users = input.stackUsers ? userSteps(input.stackUsers, after === undefined ? [] : [after]) : [];
  const rewriting = input.stackUsers ? { columns: input.stackUsers.columns, needs: [mappingStepId] } : noRewriting;
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
  const copyList = [...copies.values()].flat();
  const post =
    after === undefined
      ? []
      : postDataSteps({ source, entries: postData, copies, leftOut, foreignKeys: options.foreignKeys, after });
  const storage =
    input.storage && storageSteps(input.storage, runId, options.verify !== 'none', storageNeeds(after, copies));
  const files = storage?.steps ?? [];
  const onManaged = managedObjectSteps(
    objects.carried,
    post.some((step) => step.id === 'barrier:relations') ? ['barrier:relations'] : [],
  );
  const made = [...prepare, ...schema, ...users, ...copyList, ...post, ...onManaged, ...files];
  const owners = ownerSteps(
    [...ownedBefore, ...ownedAfter],
    targetState,
    made.map((step) => step.id),
  );
  const finished: Step = {
    id: 'barrier:finished',
    kind: 'barrier',
    phase: 'finish',
    label: 'everything is in place',
    needs: [...made, ...owners].map((step) => step.id),
    weight: 0,
    action: { type: 'sql', statements: [] },
  };
  const returns = eventTriggerReturns(targetState, scope, schemasInTheWay(source, target, scope)).map((step) => ({
    ...step,
    needs: [finished.id],
  }));
  const services = serviceSteps(input.services, [finished.id]);
  const verify = verifySteps({
    ...{ source, tables, copies, rewriting, options },
    finished: finished.id,
    carriesUsers: scope.auth === 'supabase' || scope.auth === 'plain',
  });
  const strict = [
    ...[...made, ...owners, finished, ...services, ...returns],
    ...[...verify, ...(storage?.verify ?? [])],
  ];
  // An index that fails under --keep-going must not take its table's rows with it.
  const steps = (options.keepGoing ? keepGoing(strict) : foldIndexes(strict)).map(inBatch);
  assertGraph(steps);
  return {
    steps,
    hash: planHash(steps, runId, scope),
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

/** Rows of objects name their owners, so users come first where both are moved. */
function storageNeeds(after: string | undefined, copies: ReadonlyMap<string, readonly Step[]>): string[] {
  const users = (copies.get('auth.users') ?? []).map((step) => step.id);
  return after === undefined ? users : [after, ...users];
}

/** A key joins schema and name with a dot; with dots in the names themselves two objects can share one. */
function refuseAmbiguousNames({ tables, indexes, sequences }: Inventory): void {
  const kinds = { tables, indexes, sequences };
  for (const [kind, objects] of Object.entries(kinds)) {
    const seen = new Set<string>();
    for (const { schema, name } of objects) {
      const key = displayName(schema, name);
      if (seen.has(key)) {
        throw new CutoverError('config.invalid', `two ${kind} of the source are both called ${key} when written out`, {
          hint: 'Rename a schema or object whose name has a dot in it, or leave one of the schemas out with --schemas.',
        });
      }
      seen.add(key);
    }
  }
}

/** The scheduler and the ledger take both for granted: ids are unique, and a step stands behind what it needs. */
function assertGraph(steps: readonly Step[]): void {
  const seen = new Set<string>();
  for (const step of steps) {
    const missing = [...step.needs, ...(step.after ?? [])].find((id) => !seen.has(id));
    if (seen.has(step.id) || missing !== undefined) {
      throw new CutoverError(
        'internal',
        `the plan is no graph at ${step.id}${missing ? `: ${missing} comes later` : ''}`,
        {
          hint: 'This is a defect in cutover; nothing was written. Please report it with the schema of the source.',
        },
      );
    }
    seen.add(step.id);
  }
}

function verifySteps(plan: {
  readonly source: Inventory;
  readonly tables: readonly Table[];
  readonly copies: ReadonlyMap<string, readonly Step[]>;
  readonly rewriting: Rewriting;
  readonly finished: string;
  readonly options: RunOptions;
  /** Whether the users of Supabase Auth are moved as rows. */
  readonly carriesUsers: boolean;
}): Step[] {
  const { source, tables, copies, rewriting, finished, options, carriesUsers } = plan;
  const mode = options.verify;
  if (mode === 'none') return [];
  const compared = tables.flatMap((table) =>
    verifyTableSteps({
      table,
      mode,
      jobs: options.jobs,
      needs: (copies.get(table.key) ?? []).map((step) => step.id),
      rewrite: rewriting.columns.get(table.key),
    }),
  );
  return [
    ...compared,
    ...(rewriting.needs.length > 0 ? [verifyWholeStep('verify-stack-users', [finished])] : []),
    ...(copies.has(largeObjectsKey)
      ? [
          verifyLargeObjectsStep(
            mode,
            source.largeObjectBytes ?? 0,
            (copies.get(largeObjectsKey) ?? []).map((step) => step.id),
          ),
        ]
      : []),
    ...(['verify-schema', 'verify-plans', 'verify-sequences', 'verify-source'] as const).map((type) =>
      verifyWholeStep(type, [finished]),
    ),
    ...verifyForeignKeysSteps(source, compared, [finished]),
    ...(carriesUsers ? verifyUsersSteps(compared, [finished]) : []),
  ];
}

/** The run's own id is in the names of what is set aside: without it, two runs of one plan have one hash. */
function planHash(steps: readonly Step[], runId: string, { auth }: Scope): string {
  const hash = createHash('sha256');
  if (auth !== undefined) hash.update(`auth ${auth}\n`);
  for (const step of steps) hash.update(JSON.stringify(step).replaceAll(runId, 'RUN'));
  return hash.digest('hex');
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
