import type { EngineConfig } from '../config.ts';
import type { RunRecord } from '../estimate/history.ts';
import type { Check, CheckContext, CheckVerdict } from '../preflight/types.ts';
import { prepareRun } from '../run/prepare.ts';
import { Reading, readReadingTarget } from '../run/reading.ts';
import { proofOf } from '../verify/verdict.ts';

const dayMs = 24 * 3_600_000;

const inProduction = ({ profile }: EngineConfig): boolean => profile.environment === 'production';

const unknown: CheckVerdict = {
  verdict: 'skip',
  severity: 'warning',
  detail: 'A run from flags alone has no name that rehearsals could be remembered by.',
  fix: 'Save a profile, rehearse with it (environment: rehearsal), then run with --profile.',
};

/** Rehearsals within the profile's days that were verified, the newest first. One that compared nothing was not. */
function verifiedRehearsals({ history = [], profile }: EngineConfig, now: number): RunRecord[] {
  return history.filter(
    ({ environment, outcome, verdict, finishedAt }) =>
      environment === 'rehearsal' &&
      outcome === 'verified' &&
      proofOf(verdict) !== 'nothing' &&
      now - Date.parse(finishedAt) <= profile.rehearsalDays * dayMs,
  );
}

export const rehearsalCheck: Check = {
  id: 'rehearsal',
  title: 'This plan was rehearsed, and verified',
  severity: 'blocker',
  asks: 'both',
  looksAt: "the remembered runs of the profile: a verified rehearsal within the profile's days, of the same plan",
  concerns: inProduction,
  async run(context) {
    const { config } = context;
    if (config.history === undefined) return unknown;
    const days = config.profile.rehearsalDays;
    const rehearsals = verifiedRehearsals(config, Date.now());
    const [newest] = rehearsals;
    if (!newest) {
      return {
        verdict: 'fail',
        detail: `No rehearsal of this profile was verified within the last ${days} days.`,
        fix: "Rehearse against staging with a profile of environment 'rehearsal' whose rehearsalOf names this one.",
      };
    }
    const hash = await currentHash(context);
    const same = rehearsals.find(({ planHash }) => planHash === hash);
    if (same) {
      return {
        verdict: 'pass',
        detail: `Rehearsal ${same.runId} of ${same.finishedAt.slice(0, 10)}: ${same.verdict}`,
        fix: '',
      };
    }
    return {
      verdict: 'fail',
      detail: `Rehearsal ${newest.runId} of ${newest.finishedAt.slice(0, 10)} was verified, but of another plan: the schema or what is asked of the run has changed since.`,
      fix: 'Rehearse once more with the options and the schema of the night.',
    };
  },
};

/** The plan that a run would have now: what was rehearsed must be the same. */
async function currentHash(context: CheckContext): Promise<string> {
  const { config } = context;
  const target = await context.session('target');
  const reading = new Reading(config, await readReadingTarget(target));
  try {
    const { plan } = await prepareRun({ reading, target, runId: 'checklist', config, emit: () => undefined });
    return plan.hash;
  } finally {
    await reading.close();
  }
}

export const rollbackTriedCheck: Check = {
  id: 'rollback-tried',
  title: 'The way back was tried in a rehearsal',
  severity: 'warning',
  asks: 'neither',
  looksAt: 'the remembered rehearsals of the profile: one that was rolled back',
  concerns: inProduction,
  run({ config }) {
    if (config.history === undefined) return Promise.resolve(unknown);
    const tried = config.history.find(
      ({ environment, rollback }) => environment === 'rehearsal' && rollback?.outcome === 'rolled-back',
    );
    return Promise.resolve(
      tried?.rollback
        ? {
            verdict: 'pass',
            detail: `Rehearsal ${tried.runId} was rolled back in ${tried.rollback.seconds.toFixed(1)} s.`,
            fix: '',
          }
        : {
            verdict: 'fail',
            detail: 'No rehearsal of this profile was rolled back.',
            fix: 'Rehearse with cutover run --drill, or roll the next rehearsal back with cutover rollback.',
          },
    );
  },
};
