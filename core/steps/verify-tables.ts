import type { Column } from '../inventory/types.ts';
import type { VerifyPartAction, VerifyTableAction } from '../plan/types.ts';
import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { type ChecksumRequest, sumOf, type TableChecksum, tableChecksum, tableChecksums } from '../verify/checksum.ts';
import { findRows, type FoundRows } from '../verify/found-rows.ts';
import { keyColumns, withTargetSnapshot } from '../verify/rows.ts';
import { compareTable } from '../verify/tables.ts';
import type { TableVerdict } from '../verify/types.ts';
import { runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';
import { tell } from './verify.ts';

/** Rows that a verification names one by one; what else differs is counted. */
const mostRows = 1000;

interface Ends<T> {
  readonly source: T;
  readonly target: T;
}

/**
 * Rows and checksums of tables, computed on both servers at once: the source's under the run's snapshot. Where they
 * differ, the rows that do are looked for.
 */
export async function verifyTables(
  context: StepContext,
  steps: readonly StepOf<VerifyTableAction>[],
): Promise<StepOutcome[]> {
  const found = await context.pool.withBoth(async (source, target) => {
    const sums = await sumsOf(context, { source, target }, steps);
    const verdicts: { readonly table: TableVerdict; readonly rows: FoundRows | undefined }[] = [];
    for (const [index, { action }] of steps.entries()) {
      const { schema, name } = action.together && action.into ? action.into : action;
      const key = displayName(schema, name);
      const sum = sums[index] ?? { source: nothing, target: nothing };
      const table = compareTable(key, sum.source, sum.target);
      // Rows of several tables in one, or in partitions, have no place that could be named.
      const placeless = action.together !== undefined || action.into?.tree === true;
      if (table.verdict === 'match' || action.mode === 'counts' || placeless) verdicts.push({ table, rows: undefined });
      else verdicts.push(await lookCloser(context, { source, target }, { action, table }));
    }
    return verdicts;
  });
  for (const { table, rows } of found) {
    context.verified({ table });
    context.emit({ type: 'verify.table', ...table });
    if (rows) tell(context, rows.items);
  }
  await runScript(context, steps, []);
  return steps.map(({ step }, index) => ({ step, rows: found[index]?.table.targetRows ?? 0, bytes: 0 }));
}

/** The sums of some pages of tables, for the step that adds them up. */
export async function verifyParts(
  context: StepContext,
  steps: readonly StepOf<VerifyPartAction>[],
): Promise<StepOutcome[]> {
  const sums = await context.pool.withBoth(
    async (source, target) =>
      await compute(
        { source, target },
        steps.map(({ action }) => requestOf(context, action)),
      ),
  );
  for (const [index, { step }] of steps.entries()) {
    const sum = sums[index];
    if (sum) context.verification.parts.set(step.id, sum);
  }
  await runScript(context, steps, []);
  return steps.map(({ step }, index) => ({ step, rows: sums[index]?.target.rows ?? 0, bytes: 0 }));
}

const nothing: TableChecksum = { rows: 0, checksum: '' };

/** What each table comes to: summed up from its parts where there are all of them, computed where there are not. */
async function sumsOf(
  context: StepContext,
  ends: Ends<Session>,
  steps: readonly StepOf<VerifyTableAction>[],
): Promise<Ends<TableChecksum>[]> {
  const summed = steps.map(({ action }) => {
    const parts = (action.parts ?? []).map((id) => context.verification.parts.get(id));
    const known = parts.filter((part) => part !== undefined);
    if (parts.length === 0 || known.length < parts.length) return undefined;
    return { source: sumOf(known.map(({ source }) => source)), target: sumOf(known.map(({ target }) => target)) };
  });
  const left = steps.filter((_, index) => summed[index] === undefined);
  const computed = await compute(
    ends,
    left.map(({ action }) => requestOf(context, action)),
  );
  return summed.map((sum) => sum ?? computed.shift() ?? { source: nothing, target: nothing });
}

async function compute(
  { source, target }: Ends<Session>,
  requests: readonly ChecksumRequest[],
): Promise<Ends<TableChecksum>[]> {
  if (requests.length === 0) return [];
  const both = [tableChecksums(source, requests), tableChecksums(target, requests)] as const;
  // Both sessions must be idle again before either goes back to the pool.
  await Promise.allSettled(both);
  const [from, to] = await Promise.all(both);
  return requests.map((_, index) => ({ source: from[index] ?? nothing, target: to[index] ?? nothing }));
}

/**
 * The rows that differ. On a target that is in use what differed may be gone, and parts that were summed up one after
 * the other may miss a row that moved between them: where no row is found, both ends have the last word as a whole.
 */
async function lookCloser(
  context: StepContext,
  { source, target }: Ends<Session>,
  { action, table }: { readonly action: VerifyTableAction; readonly table: TableVerdict },
): Promise<{ readonly table: TableVerdict; readonly rows: FoundRows | undefined }> {
  const request = requestOf(context, action);
  const inventoried = context.tables.get(table.table);
  return await withTargetSnapshot(target, async () => {
    const rows = await findRows(source, target, {
      key: inventoried && keyColumns(inventoried, context.source.constraints),
      table: request,
      rows: Math.max(table.sourceRows, table.targetRows),
      most: mostRows - context.verification.rowsListed,
    });
    if (rows.found > 0) return { table: { ...table, reason: `${table.reason}: ${rows.summary}` }, rows };
    const [from, to] = [await tableChecksum(source, request), await tableChecksum(target, request)];
    return { table: compareTable(table.table, from, to), rows: undefined };
  });
}

function requestOf(context: StepContext, action: VerifyTableAction | VerifyPartAction): ChecksumRequest {
  return { ...action, typed: typedColumns(context, action), recoded: context.source.encoding !== 'UTF8' };
}

/** The columns that both ends have in the same type, where the run made the table. */
function typedColumns({ tables }: StepContext, { schema, name, columns }: Omit<VerifyTableAction, 'type'>): Column[] {
  const table = tables.get(displayName(schema, name));
  if (table === undefined || table.rowsOnly) return [];
  const compared = new Set(columns);
  return table.columns.filter((column) => compared.has(column.name));
}
