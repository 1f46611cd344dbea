import { CutoverError } from '../errors.ts';
import { type Proof, proveDifferent } from '../inventory/identity.ts';
import { type LedgerRun, readRun } from '../ledger.ts';
import type { Session } from '../postgres/session.ts';

/** The run of the ledger, which must be `runId` where one is given. Throws `ledger.missing`. */
export async function findRun(ledger: Session, runId: string | undefined): Promise<LedgerRun> {
  const run = await readRun(ledger);
  if (run && (runId === undefined || run.id === runId)) return run;
  const which = runId === undefined ? 'no run' : `no run ${runId}`;
  throw new CutoverError('ledger.missing', `there is ${which} on this target`, {
    hint: run
      ? `The run on this target is ${run.id}, state ${run.state}.`
      : 'Check the target; a run that was rolled back or finalized has left no ledger.',
  });
}

export async function refuseOtherRun(ledger: Session): Promise<void> {
  const run = await readRun(ledger);
  if (!run) return;
  if (run.state === 'held') {
    throw new CutoverError('ledger.held', `run ${run.id} is done and still held on this target`, {
      hint: `Finalize it (cutover finalize ${run.id}) or roll it back (cutover rollback ${run.id}) first.`,
    });
  }
  throw new CutoverError('ledger.unfinished', `run ${run.id} on this target is not finished (${run.state})`, {
    hint: `Resume it (cutover resume ${run.id}) or roll it back (cutover rollback ${run.id}) first.`,
  });
}

/** A ledger of an earlier version lacks what this one goes by. Throws `ledger.version`. */
export function refuseOlder({ id, detail, toolVersion }: LedgerRun): void {
  if ('scope' in detail) return;
  throw new CutoverError('ledger.version', `run ${id} was begun by an earlier version of cutover (${toolVersion})`, {
    hint: `Roll it back (cutover rollback ${id}), or go on with the version that began it.`,
  });
}

export function refuseFinished(run: LedgerRun): void {
  if (run.state === 'held') {
    throw new CutoverError('ledger.held', `run ${run.id} is done: there is nothing to resume`, {
      hint: `Verify it again (cutover verify), finalize it or roll it back.`,
    });
  }
  if (run.state === 'rolling-back' || run.state === 'finalizing') {
    const command = run.state === 'finalizing' ? 'finalize' : 'rollback';
    throw new CutoverError('ledger.unfinished', `a ${command} of run ${run.id} has begun and is not finished`, {
      hint: `Repeat cutover ${command} ${run.id}: it goes on where it stopped.`,
    });
  }
}

export async function refuseSameDatabase(source: Session, target: Session): Promise<Proof> {
  const proof = await proveDifferent(source, target);
  if (proof.verdict === 'different') return proof;
  throw new CutoverError('same-database', `source and target may be one database: ${proof.detail}`, {
    hint: 'Correct the connection string of the source or of the target; nothing was written.',
  });
}
