import type { EngineConfig } from '../config.ts';
import type { RunSummary } from '../commands.ts';
import { readRun, readSteps } from '../ledger.ts';
import { connect } from '../postgres/session.ts';
import { readReports } from '../report/read.ts';

/**
 * Runs that the state folder has a record of, and the one in the target's ledger, newest first. What the ledger says
 * of a run counts more than what the folder says. A target out of reach costs the ledger's word alone.
 */
export async function listRuns(config: EngineConfig): Promise<readonly RunSummary[]> {
  const recorded = await readReports(config.stateDir);
  const live = config.targetUrl === '' ? undefined : await ledgerRun(config).catch(() => undefined);
  const others = recorded.filter((run) => run.runId !== live?.runId).map((run) => ({ ...run, resumable: false }));
  const reportPath = recorded.find((run) => run.runId === live?.runId)?.reportPath;
  const all = live ? [{ ...live, reportPath }, ...others] : others;
  return all.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** What the target's ledger tells of its run; undefined where there is none. */
async function ledgerRun(config: EngineConfig): Promise<RunSummary | undefined> {
  const session = await connect({ end: 'target', url: config.targetUrl, purpose: 'runs', connectTimeoutMs: 5000 });
  try {
    const run = await readRun(session);
    if (!run) return undefined;
    const steps = await readSteps(session, run.id);
    const total = steps.reduce((sum, step) => sum + step.weight, 0);
    const done = steps.filter((step) => step.state === 'done');
    const next = steps.find((step) => step.state !== 'done' && step.kind !== 'barrier');
    const resumable = run.state !== 'held' && run.state !== 'finalizing' && run.state !== 'rolling-back';
    return {
      runId: run.id,
      createdAt: run.createdAt,
      state: run.state === 'rolling-back' || run.state === 'finalizing' ? 'failed' : run.state,
      verdict: run.detail.verdict ?? (resumable ? 'stopped before its end; it can be resumed' : run.state),
      source: run.detail.source,
      target: run.detail.target,
      progress: total === 0 ? 0 : done.reduce((sum, step) => sum + step.weight, 0) / total,
      stoppedAt: resumable ? next?.label : undefined,
      updatedAt: done.reduce(
        (latest, step) => (step.finishedAt && step.finishedAt > latest ? step.finishedAt : latest),
        run.createdAt,
      ),
      resumable,
      reportPath: undefined,
    };
  } finally {
    await session.close();
  }
}
