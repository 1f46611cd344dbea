import { runOptionsSchema } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Counters, Inventory } from '../inventory/types.ts';
import type { LedgerStep, RunDetail } from '../ledger.ts';
import { formatAddress } from '../postgres/address.ts';
import type { Session } from '../postgres/session.ts';
import { findRun, refuseFinished, refuseOlder, refuseOtherRun, refuseSameDatabase } from './found-run.ts';
import { schemaFingerprint } from '../inventory/fingerprint.ts';
import { prepareRun, readCarriedSource } from './prepare.ts';
import { Reading, readReadingTarget } from './reading.ts';
import { createRun } from './record-plan.ts';
import { storageFolder } from '../supabase/storage/run.ts';
import { type Begun, goOn, type MigrateContext, type MigrateEnd } from './rounds.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { lockTarget } from './target-lock.ts';

/**
 * A new run, from an empty ledger to its verdict, with what was read of its source ahead of it. Throws CutoverError
 * where it could not begin.
 */
export async function startRun(context: MigrateContext, runId: string, ahead?: Reading): Promise<MigrateEnd> {
  const { config } = context;
  const ledger = await lockTarget(config.targetUrl);
  try {
    await refuseOtherRun(ledger);
    const circumstances = await readReadingTarget(ledger);
    const reading = ahead?.fits(circumstances) ? ahead : new Reading(config, circumstances);
    let start: Awaited<ReturnType<typeof layOut>>;
    try {
      start = await layOut(context, runId, ledger, reading);
    } finally {
      await reading.close();
    }
    return await goOn(context, ledger, start.begun, start.snapshot, { steps: start.steps });
  } finally {
    await ledger.close();
  }
}

/** The plan, written to the ledger as a whole; the snapshot that it rests on is the caller's. */
async function layOut(
  { config, emit }: MigrateContext,
  runId: string,
  ledger: Session,
  reading: Reading,
): Promise<{ readonly begun: Begun; readonly snapshot: Snapshot; readonly steps: readonly LedgerStep[] }> {
  const { options, toolVersion } = config;
  const snapshot = await reading.takeSnapshot();
  try {
    void reading.readBefore();
    // A statement that fails aborts the snapshot's transaction: its error is the one to tell.
    await reading.inventory;
    const identities = await refuseSameDatabase(snapshot.session, ledger);
    const { plan, scope, source, own, fingerprint, byHand } = await prepareRun({
      reading,
      target: ledger,
      runId,
      config,
      emit,
    });
    const detail: RunDetail = {
      source: formatAddress(snapshot.session.address),
      target: formatAddress(ledger.address),
      schemaFingerprint: fingerprint,
      counters: snapshot.counters,
      scope,
      // Where files go does not depend on where a resume keeps its records.
      options: { ...options, auth: scope.auth, storageFolder: storageFolder(config, options, runId) },
      tables: plan.tables,
      ...(plan.buckets ? { buckets: plan.buckets } : {}),
      leftOut: plan.leftOut,
      ...(own ? { own } : {}),
      byHand,
    };
    const steps = await createRun(ledger, {
      id: runId,
      toolVersion,
      sourceIdentity: identities.source,
      targetIdentity: identities.target,
      snapshot: snapshot.id,
      plan,
      detail,
      before: await reading.readBefore(),
    });
    return { begun: { runId, planHash: plan.hash, detail, source, options }, snapshot, steps };
  } catch (error) {
    await snapshot.close();
    throw error;
  }
}

/** Goes on with the run of the target's ledger. Throws CutoverError where there is none, or it cannot go on. */
export async function resumeRun(context: MigrateContext, runId?: string): Promise<MigrateEnd> {
  const { config } = context;
  const ledger = await lockTarget(config.targetUrl);
  try {
    const run = await findRun(ledger, runId);
    refuseOlder(run);
    refuseFinished(run);
    const options = {
      ...runOptionsSchema.parse(run.detail.options),
      jobs: config.options.jobs,
      storageJobs: config.options.storageJobs,
    };
    const snapshot = await takeSnapshot(config.sourceUrl);
    let source: Inventory;
    try {
      await refuseSameDatabase(snapshot.session, ledger);
      const read = await readCarriedSource(snapshot, ledger, run.detail.scope, run.detail.own);
      source = read.source;
      if (schemaFingerprint(read.whole) !== run.detail.schemaFingerprint) {
        throw new CutoverError('source.schema-changed', "the source's schema is not the one that the run began with", {
          hint: 'What was copied fits the old schema: roll the run back and start a new one.',
        });
      }
    } catch (error) {
      await snapshot.close();
      throw error;
    }
    const baseline = run.detail.later?.counters ?? (run.detail.counters as Counters);
    return await goOn(
      context,
      ledger,
      { runId: run.id, since: run.createdAt, planHash: run.planHash, detail: run.detail, source, options },
      snapshot,
      { baseline },
    );
  } finally {
    await ledger.close();
  }
}
