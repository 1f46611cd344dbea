import { changedTables, readCounters } from '../inventory/counters.ts';
import { readInventory } from '../inventory/inventory.ts';
import type { Inventory } from '../inventory/types.ts';
import type { VerifyTableAction } from '../plan/types.ts';
import { displayName } from '../postgres/identifiers.ts';
import { tableChecksum } from '../verify/checksum.ts';
import { compareInventories } from '../verify/compare.ts';
import { compareSequences } from '../verify/sequences.ts';
import { compareTable } from '../verify/tables.ts';
import type { VerifyItem } from '../verify/types.ts';
import { inTransaction, type StepCall, type StepContext, type StepOutcome } from './context.ts';

/** Names of tables that an item's detail has room for. */
const namesShown = 20;

/** Rows and checksum of one table, computed on both servers at once: the source's under the run's snapshot. */
export async function verifyTable(
  context: StepContext,
  call: StepCall,
  action: VerifyTableAction,
): Promise<StepOutcome> {
  return await context.pool.withBoth(
    async (source, target) =>
      await inTransaction(context, call, target, '', async () => {
        const [from, to] = await Promise.all([tableChecksum(source, action), tableChecksum(target, action)]);
        const table = compareTable(displayName(action.schema, action.name), from, to);
        context.verified({ table });
        context.emit({ type: 'verify.table', ...table });
        return { rows: to.rows, bytes: 0 };
      }),
  );
}

/** Every object of the schema, both sides read the same way. */
export async function verifySchema(context: StepContext, call: StepCall): Promise<StepOutcome> {
  return await context.pool.withTarget(
    async (target) =>
      await inTransaction(context, call, target, '', async () => {
        const present = await readInventory(target, { schemas: context.schemas });
        tell(context, [
          ...compareInventories(asPlanned(context.source, context.notValidated), present),
          ...[...context.notValidated].map(
            (name): VerifyItem => ({
              kind: 'constraint',
              name,
              verdict: 'skipped',
              detail: 'left NOT VALID on purpose: --fk trust, or rows of one of its tables were left out',
            }),
          ),
        ]);
        return { rows: 0, bytes: 0 };
      }),
  );
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

export async function verifySequences(context: StepContext, call: StepCall): Promise<StepOutcome> {
  return await context.pool.withBoth(
    async (source, target) =>
      await inTransaction(context, call, target, '', async () => {
        tell(context, await compareSequences(source, target, context.source.sequences));
        return { rows: 0, bytes: 0 };
      }),
  );
}

/**
 * Whether the source stood still since the snapshot. In production a change is a row that the target will never have;
 * a rehearsal runs beside a living source, and only says so.
 */
export async function verifySource(context: StepContext, call: StepCall): Promise<StepOutcome> {
  return await context.pool.withBoth(
    async (source, target) =>
      await inTransaction(context, call, target, '', async () => {
        const now = await readCounters(source);
        const ours = new Set(context.source.tables.map((table) => table.key));
        const { changed, reason } = changedTables(context.counters, now);
        tell(context, [
          sourceItem(
            changed.filter((table) => ours.has(table)),
            reason,
            context.production,
          ),
        ]);
        return { rows: 0, bytes: 0 };
      }),
  );
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

function tell(context: StepContext, items: readonly VerifyItem[]): void {
  for (const item of items) {
    context.verified({ item });
    context.emit({ type: 'verify.item', ...item });
  }
}
