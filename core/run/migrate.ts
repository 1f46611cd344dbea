import { runOptionsSchema } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Inventory } from '../inventory/types.ts';
import { createRun, type RunDetail } from '../ledger.ts';
import { formatAddress } from '../postgres/address.ts';
import { findRun, refuseFinished, refuseOtherRun, refuseSameDatabase } from './found-run.ts';
import { prepareRun, readSourceInventory, schemaFingerprint } from './prepare.ts';
import { storageFolder } from '../supabase/storage/run.ts';
import { type Begun, goOn, type MigrateContext, type MigrateEnd } from './rounds.ts';
import { takeSnapshot } from './snapshot.ts';
import { lockTarget } from './target-lock.ts';

/** A new run, from an empty ledger to its verdict. Throws CutoverError where it could not begin. */
export async function startRun(context: MigrateContext, runId: string): Promise<MigrateEnd> {
  const { config, emit } = context;
  const ledger = await lockTarget(config.targetUrl);
  try {
    await refuseOtherRun(ledger);
    const snapshot = await takeSnapshot(config.sourceUrl);
    let begun: Begun;
    try {
      const identities = await refuseSameDatabase(snapshot.session, ledger);
      const prepared = await prepareRun({
        sourceUrl: config.sourceUrl,
        target: ledger,
        snapshot,
        runId,
        options: config.options,
        supabase: config.supabase,
        emit,
      });
      const detail: RunDetail = {
        source: formatAddress(snapshot.session.address),
        target: formatAddress(ledger.address),
        schemaFingerprint: prepared.fingerprint,
        counters: snapshot.counters,
        // Where files go does not depend on where a resume keeps its records.
        options: { ...config.options, storageFolder: storageFolder(config, config.options, runId) },
        tables: prepared.plan.tables,
        ...(prepared.plan.buckets ? { buckets: prepared.plan.buckets } : {}),
        leftOut: prepared.plan.leftOut,
      };
      await createRun(ledger, {
        id: runId,
        toolVersion: config.toolVersion,
        sourceIdentity: identities.source,
        targetIdentity: identities.target,
        snapshot: snapshot.id,
        plan: prepared.plan,
        detail,
      });
      begun = { runId, detail, source: prepared.source, options: config.options };
    } catch (error) {
      await snapshot.close();
      throw error;
    }
    return await goOn(context, ledger, begun, snapshot);
  } finally {
    await ledger.close();
  }
}

/** Goes on with the run of the target's ledger. Throws CutoverError where there is none, or it cannot go on. */
export async function resumeRun(context: MigrateContext, runId?: string): Promise<MigrateEnd> {
  const { config } = context;
  const ledger = await lockTarget(config.targetUrl);
  try {
    const run = await findRun(ledger, runId);
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
      source = await readSourceInventory(snapshot, options);
      if (schemaFingerprint(source) !== run.detail.schemaFingerprint) {
        throw new CutoverError('source.schema-changed', "the source's schema is not the one that the run began with", {
          hint: 'What was copied fits the old schema: roll the run back and start a new one.',
        });
      }
    } catch (error) {
      await snapshot.close();
      throw error;
    }
    return await goOn(context, ledger, { runId: run.id, detail: run.detail, source, options }, snapshot, true);
  } finally {
    await ledger.close();
  }
}
