import { runOptionsSchema } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import { changedTables } from '../inventory/counters.ts';
import { schemaFingerprint } from '../inventory/fingerprint.ts';
import type { Counters, Inventory, Table } from '../inventory/types.ts';
import { type LedgerRun, type RunDetail, readSteps } from '../ledger.ts';
import { noRewriting } from '../plan/data-steps.ts';
import { laterSteps, namedTables, stillLeftOut, tablesToFollow } from '../plan/later-steps.ts';
import { mayReplicate, readTargetState } from '../plan/target-state.ts';
import { userIdColumns } from '../plan/user-columns.ts';
import { quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { findRun, refuseOlder, refuseSameDatabase } from './found-run.ts';
import { unfinishedHint } from './later-ending.ts';
import { readCarriedSource } from './prepare.ts';
import { addSteps } from './record-plan.ts';
import { goOn, type MigrateContext, type MigrateEnd } from './rounds.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { lockTarget } from './target-lock.ts';

/** Triggers that fire for a session with session_replication_role = replica. */
const firingSql = `
  SELECT t.tgname AS name FROM pg_catalog.pg_trigger t
  WHERE t.tgrelid = $1::pg_catalog.regclass AND NOT t.tgisinternal AND t.tgenabled IN ('A', 'R')
  ORDER BY t.tgname`;

/**
 * Copies tables that were left out of a run into that run, which is held on the target: the ledger gets further steps,
 * so that a resume goes on with them, and a rollback takes them back with the rest. What was moved before is not looked
 * at: the target may be in use. Throws CutoverError where it cannot begin; nothing was written then.
 */
export async function copyLater(context: MigrateContext, patterns: readonly string[]): Promise<MigrateEnd> {
  const { config } = context;
  const ledger = await lockTarget(config.targetUrl);
  try {
    const run = await findRun(ledger, undefined);
    refuseOlder(run);
    refuseNotHeld(run);
    refuseOtherSchema(run);
    await refuseWithoutReplica(ledger);
    const options = { ...runOptionsSchema.parse(run.detail.options), jobs: config.options.jobs };
    const snapshot = await takeSnapshot(config.sourceUrl);
    let begun: { readonly detail: RunDetail; readonly source: Inventory };
    try {
      await refuseSameDatabase(snapshot.session, ledger);
      const { source, whole } = await readCarriedSource(snapshot, ledger, run.detail.scope);
      if (schemaFingerprint(whole) !== run.detail.schemaFingerprint) {
        throw new CutoverError('source.schema-changed', "the source's schema is not the one that the run began with", {
          hint: 'Nothing was written. Change it back, or copy the tables by other means.',
        });
      }
      const tables = chosen(source, run.detail, patterns);
      for (const table of tables) await refuseTaken(ledger, table);
      nameChanged(run.detail, snapshot, context.emit);
      const round = (run.detail.later?.round ?? 0) + 1;
      const come = new Set(tables.map(({ key }) => key));
      const done = await readSteps(ledger, run.id);
      const { cores } = await readTargetState(ledger);
      const steps = laterSteps({
        source,
        done,
        tables,
        leftOut: stillLeftOut(run.detail.leftOut, source, come),
        options,
        cores,
        rewriting:
          run.detail.scope.auth === 'stack'
            ? { columns: userIdColumns(whole, config.profile), needs: [] }
            : noRewriting,
        round,
      });
      const later = {
        later: {
          round,
          tables: [...come],
          leftOut: stillLeftOut(run.detail.leftOut, source, come),
          counters: snapshot.counters,
          verdict: run.detail.verdict ?? '',
        },
        tables: [
          ...run.detail.tables,
          ...tables.map((table) => ({ table: table.key, rows: table.estimatedRows, bytes: table.bytes })),
        ],
      };
      await addSteps(ledger, run.id, { steps, after: done.length, detail: later, snapshot: snapshot.id });
      begun = { source, detail: { ...run.detail, ...later } };
    } catch (error) {
      await snapshot.close();
      throw error;
    }
    return await goOn(context, ledger, { runId: run.id, planHash: run.planHash, options, ...begun }, snapshot, {
      baseline: snapshot.counters,
    });
  } finally {
    await ledger.close();
  }
}

function refuseNotHeld({ id, state, detail }: LedgerRun): void {
  if (state === 'held') return;
  const hint =
    state === 'rolling-back' || state === 'finalizing'
      ? `Repeat cutover ${state === 'finalizing' ? 'finalize' : 'rollback'} ${id}: it goes on where it stopped.`
      : unfinishedHint({ id, detail });
  throw new CutoverError('ledger.unfinished', `run ${id} on this target is not held (${state})`, { hint });
}

/** Tables that the run did not make may have had rows before it, and a rollback would not know which. */
function refuseOtherSchema({ id, detail }: LedgerRun): void {
  const { schema } = detail.scope;
  if (schema === undefined) return;
  throw new CutoverError('config.invalid', `run ${id} was made with --schema ${schema}: no table can follow into it`, {
    hint: "Copy the tables by other means; --only-table is for runs that made the source's own schema.",
  });
}

async function refuseWithoutReplica(ledger: Session): Promise<void> {
  if (await mayReplicate(ledger)) return;
  throw new CutoverError('rights.missing', "the target's role may not set session_replication_role", {
    hint: 'Without it triggers would fire for each row. On 15 and later a superuser may: GRANT SET ON PARAMETER session_replication_role TO the role.',
  });
}

/** Throws `config.invalid` where a pattern, or all of them, name no table that could follow. */
function chosen(source: Inventory, { leftOut }: RunDetail, patterns: readonly string[]): Table[] {
  const candidates = tablesToFollow(source, leftOut);
  const strange = patterns.find((pattern) => namedTables(candidates, source, [pattern]).length === 0);
  if (strange === undefined) return namedTables(candidates, source, patterns);
  const names = candidates.map(({ key }) => key);
  throw new CutoverError('config.invalid', `--only-table ${strange}: the run has left out no such table`, {
    hint:
      names.length === 0
        ? 'It has left out none that could follow.'
        : `Left out, and still to be copied: ${names.join(', ')}.`,
  });
}

/** Rows that are there by now are not the run's; they would have to be told from the source's by hand. */
async function refuseTaken(ledger: Session, table: Table): Promise<void> {
  const name = quoteQualified(table.schema, table.name);
  const [there] = await ledger.query<{ there: boolean }>('SELECT pg_catalog.to_regclass($1) IS NOT NULL AS there', [
    name,
  ]);
  if (there?.there !== true) {
    throw new CutoverError('copy.failed', `the target has no table ${table.key} any more`, {
      hint: 'Nothing was written. Make it again as it was on the source, or leave it out.',
    });
  }
  const [rows] = await ledger.query<{ some: boolean }>(`SELECT EXISTS (SELECT FROM ONLY ${name}) AS some`);
  if (rows?.some === true) {
    throw new CutoverError('copy.failed', `${table.key} has rows on the target that did not come with the run`, {
      hint: 'Nothing was written. Move them elsewhere, run this again, and put them back behind the rows that come.',
    });
  }
  const firing = await ledger.query<{ name: string }>(firingSql, [name]);
  if (firing.length > 0) {
    const names = firing.map((trigger) => trigger.name).join(', ');
    throw new CutoverError('copy.failed', `triggers of ${table.key} fire for rows that are copied: ${names}`, {
      hint: `Nothing was written. They are ENABLE ALWAYS or REPLICA: disable them on the target for as long as this takes.`,
    });
  }
}

/** What has moved already and changed on the source since is named: whose rows count now, only the operator knows. */
function nameChanged({ tables, counters }: RunDetail, snapshot: Snapshot, emit: Emit): void {
  const { changed, reason } = changedTables(counters as Counters, snapshot.counters);
  if (reason === 'epoch') {
    const message =
      'the source counts its changes anew since the run: what changed in tables that were moved is not known';
    emit({ type: 'log', level: 'warn', message });
    return;
  }
  const moved = new Set(tables.map(({ table }) => table));
  for (const name of changed.filter((table) => moved.has(table))) {
    emit({
      type: 'verify.item',
      kind: 'resume',
      name,
      verdict: 'kept',
      detail: 'written to on the source since it was moved; it is not touched here',
    });
  }
}
