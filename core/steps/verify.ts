import { changedTables, readCounters } from '../inventory/counters.ts';
import { readGrants } from '../inventory/grants.ts';
import { readInventory } from '../inventory/inventory.ts';
import { largeObjectsKey } from '../inventory/large-objects.ts';
import type { Inventory } from '../inventory/types.ts';
import type { Action } from '../plan/types.ts';
import { reasonObjectStays } from '../supabase/carried-source.ts';
import type { Scope } from '../supabase/scope.ts';
import { compareInventories } from '../verify/compare.ts';
import { compareForeignKeys } from '../verify/foreign-keys.ts';
import { compareGrants } from '../verify/grants.ts';
import { compareLargeObjects } from '../verify/large-objects.ts';
import { compareManaged } from '../verify/managed.ts';
import { comparePlans } from '../verify/plans.ts';
import { compareSequences } from '../verify/sequences.ts';
import type { VerifyItem } from '../verify/types.ts';
import { runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';

/** Names of tables that an item's detail has room for. */
const namesShown = 20;

/** A comparison of the databases as a whole: a single step each. */
type WholeSteps = readonly StepOf<
  Extract<
    Action,
    { type: 'verify-schema' | 'verify-foreign-keys' | 'verify-plans' | 'verify-sequences' | 'verify-source' }
  >
>[];

/** Every object of the schema, both sides read the same way. */
export async function verifySchema(context: StepContext, steps: WholeSteps): Promise<StepOutcome[]> {
  if (context.own) return await verifyOwnSchema(context, context.own, steps);
  const { present, managed, grants } = await context.pool.withBoth(async (source, target) => ({
    present: await readInventory(target, { schemas: context.schemas }),
    managed: await compareManaged({ source, target }, context.source, context.scope),
    grants: compareGrants(await readGrants(source, context.schemas), await readGrants(target, context.schemas)),
  }));
  tell(context, [
    ...managed,
    ...grants,
    ...compareInventories(asPlanned(context.source, context.notValidated), withoutPlatform(present, context.scope)),
    ...leftUnvalidated(context),
  ]);
  return await runScript(context, steps, []);
}

/** The schema is not the source's, and nothing is said of that one: it is as it was, or as a migration folder makes it. */
async function verifyOwnSchema(context: StepContext, own: Inventory, steps: WholeSteps): Promise<StepOutcome[]> {
  const { scope } = context;
  const schemas = own.schemas.map(({ name }) => name);
  const present = await context.pool.withTarget(async (target) => await readInventory(target, { schemas }));
  const made = scope.schema === 'migrations';
  const expected = asPlanned(made ? withoutPlatform(own, scope) : own, context.notValidated);
  tell(context, [
    ...compareInventories(expected, made ? withoutPlatform(present, scope) : present),
    ...leftUnvalidated(context),
    ...(context.keysUnseen
      ? [
          {
            kind: 'foreign-key',
            name: "the target's own",
            verdict: 'skipped' as const,
            detail: 'they stayed in place and did not look at the rows: --fk trust',
          },
        ]
      : []),
    {
      kind: 'schema',
      name: "the source's schema, owners and grants",
      verdict: 'skipped',
      detail: made
        ? 'the target has that of the migration folder, which it was compared with: --schema migrations'
        : 'the target keeps its own, which was compared with what it was before the run: --schema existing',
    },
  ]);
  return await runScript(context, steps, []);
}

function leftUnvalidated({ notValidated }: StepContext): VerifyItem[] {
  return [...notValidated].map((name) => ({
    kind: 'constraint',
    name,
    verdict: 'note',
    detail: 'left NOT VALID on purpose: --fk trust, or rows of one of its tables were left out',
  }));
}

/** The target without what belongs to the platform there, and is no part of the source as it is carried. */
function withoutPlatform(target: Inventory, scope: Scope): Inventory {
  if (scope.target !== 'supabase') return target;
  return {
    ...target,
    objects: target.objects.filter(
      (object) =>
        (object.kind !== 'event-trigger' && object.kind !== 'publication') ||
        reasonObjectStays(object, scope) === undefined,
    ),
  };
}

/** The source as the target should be: with the constraints that the plan leaves unvalidated by choice. */
function asPlanned(source: Inventory, notValidated: ReadonlySet<string>): Inventory {
  if (notValidated.size === 0) return source;
  return {
    ...source,
    constraints: source.constraints.map((constraint) =>
      notValidated.has(`${constraint.table} ${constraint.name}`)
        ? { ...constraint, validated: false, definition: `${constraint.definition} NOT VALID` }
        : constraint,
    ),
  };
}

/** What is in no table: contents are read on both servers, and only digests leave them. */
export async function verifyLargeObjects(
  context: StepContext,
  steps: readonly StepOf<Extract<Action, { type: 'verify-large-objects' }>>[],
): Promise<StepOutcome[]> {
  const mode = steps[0]?.action.mode ?? 'checksums';
  const items = await context.pool.withBoth(async (source, target) => await compareLargeObjects(source, target, mode));
  tell(context, items);
  return await runScript(context, steps, []);
}

/** Whether every row has its partner; after the tables, whose verdicts say where to look. */
export async function verifyForeignKeys(context: StepContext, steps: WholeSteps): Promise<StepOutcome[]> {
  const { source, verification } = context;
  const chosen = steps.flatMap(({ action }) => ('keys' in action && action.keys ? [action.keys] : [])).flat();
  const only = chosen.length > 0 ? new Set(chosen) : undefined;
  const items = await context.pool.withBoth(
    async (from, to) =>
      await compareForeignKeys(from, to, { source, verdicts: verification.tables, ...(only ? { only } : {}) }),
  );
  tell(context, items);
  return await runScript(context, steps, []);
}

/** Whether the target will be as quick: after ANALYZE, and nothing is carried out. */
export async function verifyPlans(context: StepContext, steps: WholeSteps): Promise<StepOutcome[]> {
  const { schemas } = context;
  const tables = context.source.tables.filter((table) => table.kind === 'table' && table.rowsStay === undefined);
  const items = await context.pool.withBoth(
    async (source, target) => await comparePlans(source, target, { tables, schemas }),
  );
  tell(context, items);
  return await runScript(context, steps, []);
}

export async function verifySequences(context: StepContext, steps: WholeSteps): Promise<StepOutcome[]> {
  const items = await context.pool.withBoth(
    async (source, target) => await compareSequences(source, target, context.source.sequences),
  );
  tell(context, items);
  return await runScript(context, steps, []);
}

/**
 * Whether the source stood still since the snapshot. In production a change is a row that the target will never have;
 * a rehearsal runs beside a living source, and only says so.
 */
export async function verifySource(context: StepContext, steps: WholeSteps): Promise<StepOutcome[]> {
  const now = await context.pool.withSource(async (source) => await readCounters(source));
  const moved = context.source.tables.filter((table) => table.rowsStay === undefined);
  const users = context.stack ? ['auth.users', 'auth.identities', 'auth.mfa_factors'] : [];
  const ours = new Set([...moved.map((table) => table.key), ...users, largeObjectsKey]);
  const { changed, reason } = changedTables(context.counters, now);
  const written = changed.filter((table) => ours.has(table));
  tell(context, [sourceItem(written, reason, context.production)]);
  return await runScript(context, steps, []);
}

function sourceItem(changed: readonly string[], reason: 'counters' | 'epoch', production: boolean): VerifyItem {
  const item = { kind: 'source', name: 'unchanged since the snapshot' };
  if (changed.length === 0) return { ...item, verdict: 'match', detail: 'no table was written to' };
  if (reason === 'epoch') {
    return { ...item, verdict: 'skipped', detail: "the server's change counters were reset or do not count" };
  }
  const more = changed.length > namesShown ? ` and ${changed.length - namesShown} more` : '';
  const detail = `written to during the run: ${changed.slice(0, namesShown).join(', ')}${more}`;
  return { ...item, verdict: production ? 'differs' : 'note', detail };
}

export function tell(context: StepContext, items: readonly VerifyItem[]): void {
  for (const item of items) {
    context.verified({ item });
    context.emit({ type: 'verify.item', ...item });
  }
}
