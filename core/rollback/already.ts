import type { EngineConfig } from '../config.ts';
import type { Emit } from '../events.ts';
import { runFolder } from '../journal.ts';
import { formatAddress } from '../postgres/address.ts';
import type { Session } from '../postgres/session.ts';
import { recordedEvents } from '../report/events.ts';
import { readReports } from '../report/read.ts';
import type { VerifyItem } from '../verify/types.ts';
import type { RollbackEnd } from './rollback.ts';
import { rollbackVerdict } from './verdict.ts';

/** What the run's folder has of a rollback that came to its end: everything taken back, and the target compared. */
interface RecordedRollback {
  /** ISO time. */
  readonly at: string;
  readonly seconds: number;
  readonly items: readonly VerifyItem[];
  /** False where an earlier version began the run, so that there was nothing to compare with. */
  readonly compared: boolean;
}

/** Schemas in which something of the run would still be: its ledger, and what it set aside. */
const remainsSql = `
  SELECT n.nspname AS name FROM pg_catalog.pg_namespace n
  WHERE n.nspname = 'cutover' OR pg_catalog.right(n.nspname, pg_catalog.length($1)) = $1`;

/**
 * The end of a rollback that was killed between its last act and its last word, or is asked for once more: where this
 * machine's record of the run has the rollback's end, it was of this target, and nothing of the run is there. Undefined
 * where any of it is not proven: a ledger that is gone may have been finalized, or dropped by hand.
 * Tells again what was compared then. Throws CutoverError.
 */
export async function endedRollback(
  { config, emit, runId }: { readonly config: EngineConfig; readonly emit: Emit; readonly runId: string | undefined },
  target: Session,
): Promise<RollbackEnd | undefined> {
  const here = formatAddress(target.address);
  // Without records there is nothing to prove it by.
  const recorded = await readReports(config.stateDir).catch(() => []);
  const runs = recorded.filter((run) => run.target === here);
  // Without a name it is the newest that is meant, whatever became of it.
  const run = runId === undefined ? runs[0] : runs.find((each) => each.runId === runId);
  const ended = run && recordedRollback(runFolder(config.stateDir, run.runId));
  if (run === undefined || ended === undefined) return undefined;
  const remains = await target.query<{ name: string }>(remainsSql, [`_before_${run.runId}`]);
  if (remains.length > 0) return undefined;
  for (const item of ended.items) emit({ type: 'verify.item', ...item });
  emit({ type: 'phase.finished', phase: 'rollback', seconds: ended.seconds });
  const { same, verdict } = rollbackVerdict(ended.compared ? ended.items : undefined);
  const minute = `${ended.at.slice(0, 16).replace('T', ' ')} UTC`;
  return {
    outcome: same ? 'rolled-back' : 'failed',
    runId: run.runId,
    verdict: `rolled back completely at ${minute}, and the ledger of run ${run.runId} is gone: ${verdict.replace('the target is', 'the target was')}`,
  };
}

/** The rollback that the record ends with; undefined where it was cut off, or something came behind it. */
function recordedRollback(folder: string): RecordedRollback | undefined {
  let items: VerifyItem[] | undefined;
  let compared = false;
  let ended: RecordedRollback | undefined;
  for (const event of recordedEvents(folder)) {
    if (event.type === 'rollback.planned') compared = event.compared;
    if (event.type === 'run.started' || event.type === 'phase.started') {
      ended = undefined;
      items = event.type === 'phase.started' && event.phase === 'rollback' ? [] : undefined;
    } else if (items !== undefined && event.type === 'verify.item') {
      const { kind, name, verdict, detail } = event;
      items.push({ kind, name, verdict, detail } as VerifyItem);
    } else if (items !== undefined && event.type === 'phase.finished' && event.phase === 'rollback') {
      ended = { at: event.at, seconds: event.seconds, items, compared };
      items = undefined;
    }
  }
  return ended;
}
