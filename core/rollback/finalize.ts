import { performance } from 'node:perf_hooks';
import type { EngineConfig } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import { runFolder } from '../journal.ts';
import { dropLedger, type LedgerStep, readSteps, setRunState } from '../ledger.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { findRun, refuseOlder } from '../run/found-run.ts';
import { unfinishedHint } from '../run/later-ending.ts';
import { confirmTarget, lockTarget } from '../run/target-lock.ts';
import { mappingExists } from '../supabase/stack/mapping.ts';
import { writeMappingFile, writeResetsFile } from '../supabase/stack/mapping-file.ts';
import { outsideDependents } from './dependents.ts';
import { refuseDuringHold } from './hold.ts';
import { dropSchema } from './rollback.ts';
import { finalizeStorage } from './storage.ts';

/** Ends the hold: what was set aside is dropped for good, then the ledger. Throws CutoverError. */
export async function finalizeRun(request: {
  readonly config: EngineConfig;
  readonly emit: Emit;
  readonly runId: string | undefined;
  readonly confirm: string;
  /** The operator's word that the hold may end before its time. */
  readonly endHoldEarly?: boolean;
}): Promise<{ readonly runId: string; readonly verdict: string }> {
  const { config, emit } = request;
  const ledger = await lockTarget(config.targetUrl);
  try {
    await confirmTarget(ledger, request.confirm);
    const run = await findRun(ledger, request.runId);
    refuseOlder(run);
    if (run.state !== 'held' && run.state !== 'finalizing') {
      throw new CutoverError(
        'ledger.unfinished',
        `run ${run.id} is not verified (${run.state}): it cannot be finalized`,
        { hint: unfinishedHint(run) },
      );
    }
    // A finalize that has begun has dropped something already: there is no way back that could be kept.
    if (run.state === 'held' && request.endHoldEarly !== true) await refuseDuringHold(ledger, run);
    const setAside = (await readSteps(ledger, run.id)).filter(
      (step) => step.kind === 'set-aside' && step.state === 'done',
    );
    if (run.state === 'held') await refuseDependents(ledger, setAside);
    const started = performance.now();
    emit({ type: 'phase.started', phase: 'finalize' });
    await setRunState(ledger, run.id, 'finalizing');
    // Last renamed, first dropped; an object that a killed finalize has dropped already is passed over.
    for (const step of setAside.reverse()) {
      const object = step.aside;
      if (object?.type === 'SCHEMA') await dropSchema(ledger, object.name);
      else if (object) await ledger.execute(`DROP ${object.type} IF EXISTS ${quoteIdentifier(object.name)} CASCADE`);
    }
    await finalizeStorage({ config, ledger, runId: run.id });
    const users = await keepMapping(ledger, run.id, runFolder(config.stateDir, run.id));
    await dropLedger(ledger);
    emit({ type: 'phase.finished', phase: 'finalize', seconds: (performance.now() - started) / 1000 });
    return {
      runId: run.id,
      verdict: `finalized: ${setAside.length === 0 ? 'nothing was set aside' : `${setAside.length} set aside and now dropped`}; ${users}the ledger is gone`,
    };
  } finally {
    await ledger.close();
  }
}

/**
 * The mapping of users outlives the ledger as a file, with those who have not been sent a reset mail beside it. A folder
 * that cannot be written ends finalize before the ledger is dropped.
 */
async function keepMapping(ledger: Session, runId: string, folder: string): Promise<string> {
  if (!(await mappingExists(ledger))) return '';
  const now = new Date();
  try {
    const mapping = await writeMappingFile(ledger, runId, folder, now);
    await writeResetsFile(ledger, runId, folder, now);
    return `the mapping of users is in ${mapping}; `;
  } catch (cause) {
    if (cause instanceof CutoverError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CutoverError('step.failed', `the mapping of users cannot be kept in ${folder}: ${reason}`, {
      hint: 'Make room in the folder or name another one with --state-dir, then finalize again.',
      cause,
    });
  }
}

async function refuseDependents(ledger: Session, steps: readonly LedgerStep[]): Promise<void> {
  const schemas = steps.flatMap(({ aside }) => (aside?.type === 'SCHEMA' ? [aside.name] : []));
  const dependents = await outsideDependents(ledger, schemas);
  if (dependents.length === 0) return;
  const needed = [...new Set(dependents.map(({ schema }) => schema))].join(', ');
  throw new CutoverError(
    'ledger.held',
    `objects elsewhere still need ${needed}: ${dependents.map(({ name }) => name).join(', ')}`,
    { hint: 'They would be dropped with it. Point them to the new schema or drop them, then finalize again.' },
  );
}
