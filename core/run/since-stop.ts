import { setTimeout } from 'node:timers/promises';
import type { RunOptions } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import { changedTables, readCounters } from '../inventory/counters.ts';
import { readLargeObjects } from '../inventory/large-objects.ts';
import type { Counters } from '../inventory/types.ts';
import { forgetIndexes, type LedgerStep, type RunDetail, readSteps, resetSteps, setRunState } from '../ledger.ts';
import { emptySql, rowSettings } from '../plan/copy-sql.ts';
import type { CopyAction } from '../plan/types.ts';
import { quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { portionsToRetract, stepsToRetract } from './invalidate.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * A server publishes what a session wrote up to 10 s after the session fell idle. A checksum finds what the counters do
 * not have yet; where none will be computed, a resume waits for them, in ms. [PGSTAT_IDLE_INTERVAL, pgstat.c]
 */
const counterDelayMs = 11_000;

/**
 * Compares the source with what the finished copies were made from: tables that changed are copied again, with all
 * that rests on them; the others are kept. Where tables follow into a run that was held, only they are looked at: the
 * target may be in use, and what was moved before is not touched any more. Throws CutoverError.
 */
export async function takeUpAgain(
  ledger: Session,
  { runId, options, detail }: { readonly runId: string; readonly options: RunOptions; readonly detail: RunDetail },
  before: Counters,
  snapshot: Snapshot,
  emit: Emit,
): Promise<void> {
  const { later } = detail;
  const all = await readSteps(ledger, runId);
  const steps = later ? all.filter((step) => step.later === later.round) : all;
  if (!later) await refuseMoreLargeObjects(all, snapshot.session);
  if (options.verify !== 'checksums') {
    emit({
      type: 'log',
      level: 'info',
      message: 'waiting for the change counters: no checksum will tell what they miss',
    });
    await setTimeout(counterDelayMs);
  }
  // Read with the new snapshot in hand: a write between the two must count as one. What the next resume compares with
  // is the reading from before it.
  const { changed, reason } = changedTables(before, await readCounters(snapshot.session));
  const stale = new Set(changed);
  const copied = new Set(
    steps
      .filter((step) => step.kind === 'copy' && step.state === 'done')
      .map((step) => step.table)
      .filter((table) => table !== undefined),
  );
  for (const table of copied) {
    const again = stale.has(table);
    const why = reason === 'epoch' ? 'the change counters of the source began anew' : 'it was written to';
    emit({
      type: 'verify.item',
      kind: 'resume',
      name: table,
      verdict: again ? 'copy-again' : 'kept',
      detail: again ? `copied again since the stop: ${why}` : 'unchanged on the source since it was copied',
    });
  }
  for (const portion of portionsToRetract(stepsToRetract(steps, stale))) await retract(ledger, runId, portion);
  const { counters } = snapshot;
  await setRunState(ledger, runId, 'running', {
    ...(later ? { later: { ...later, counters } } : { counters }),
    snapshot: snapshot.id,
  });
}

/** Their OIDs are in the plan: what has come since would stay behind, and only a verification would say so. */
async function refuseMoreLargeObjects(steps: readonly LedgerStep[], source: Session): Promise<void> {
  const planned = new Set(steps.flatMap(({ action }) => (action.type === 'large-objects' ? action.oids : [])));
  const { oids } = await readLargeObjects(source);
  const more = oids.filter((oid) => !planned.has(oid));
  if (more.length === 0) return;
  throw new CutoverError(
    'source.schema-changed',
    `the source has ${more.length} large objects that it did not have when the run began, the first with the OID ${more[0]}`,
    {
      hint: 'Nothing was written. Remove them there and resume, or roll the run back and begin again; writers must be stopped meanwhile.',
    },
  );
}

/** A step, or all copies into one table, in one transaction. */
async function retract(ledger: Session, runId: string, portion: readonly [LedgerStep, ...LedgerStep[]]): Promise<void> {
  const [first] = portion;
  const statements = [...(first.retract ?? [])];
  await ledger.execute('BEGIN');
  try {
    // Chunks and small tables are only ever added to: taking one back empties the table.
    if (first.action.type === 'copy') {
      if (first.action.keepsRows) {
        await refuseOthersRows(
          ledger,
          first.action,
          portion.reduce((sum, step) => sum + step.rows, 0),
        );
      }
      statements.push(...rowSettings(first.action), emptySql(first.action));
    }
    if (statements.length > 0) {
      await ledger.execute(statements.map((statement) => statement.replace(/;\s*$/, '')).join(';\n'));
    }
    await resetSteps(
      ledger,
      runId,
      portion.map(({ id }) => id),
      'pending',
    );
    // A table is emptied and filled under its indexes: the next copy must not build them a second time.
    for (const { id, action } of portion) {
      if (action.type === 'copy' && action.indexes) await forgetIndexes(ledger, runId, id);
    }
    await ledger.execute('COMMIT');
  } catch (error) {
    if (!ledger.broken) await ledger.execute('ROLLBACK');
    throw error;
  }
}

/** A table of a target that is in use is emptied only while it has the run's rows, or none. */
async function refuseOthersRows(ledger: Session, { schema, name }: CopyAction, rows: number): Promise<void> {
  const table = quoteQualified(schema, name);
  await ledger.execute(`LOCK TABLE ONLY ${table} IN SHARE ROW EXCLUSIVE MODE`);
  const [found] = await ledger.query<{ rows: string }>(`SELECT pg_catalog.count(*) AS rows FROM ONLY ${table}`);
  const there = Number(found?.rows ?? 0);
  if (there === 0 || there === rows) return;
  throw new CutoverError(
    'copy.failed',
    `${schema}.${name} changed on the source and must be copied again, but on the target it has rows of others: ${there}, not ${rows}`,
    { hint: 'Nothing of it was touched. Move those rows elsewhere, then resume.' },
  );
}
