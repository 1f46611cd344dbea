import { type Profile, proofOf, type RunSummary } from '../../core/index.ts';
import { agoText } from '../text/durations.ts';
import { marks, type Mark } from '../text/marks.ts';
import { percentText } from '../text/sizes.ts';

/** A run as the state folder has it, with the name of the profile that leads to its databases. */
export interface WelcomeRun {
  readonly summary: RunSummary;
  readonly profile: string | undefined;
}

export type WelcomeItem =
  | { readonly kind: 'resume'; readonly run: WelcomeRun; readonly profile: Profile }
  | { readonly kind: 'profile'; readonly profile: Profile }
  | { readonly kind: 'demo' }
  | { readonly kind: 'new' }
  | { readonly kind: 'held'; readonly run: WelcomeRun; readonly profile: Profile }
  | { readonly kind: 'past'; readonly run: WelcomeRun };

const unfinished: ReadonlySet<RunSummary['state']> = new Set(['running', 'paused', 'failed'] as const);

/** What can be chosen, the likeliest first: the newest unfinished run, profiles, the sample, a new profile, past runs. */
export function welcomeItems(runs: readonly WelcomeRun[], profiles: readonly Profile[]): readonly WelcomeItem[] {
  const profileOf = (run: WelcomeRun): Profile | undefined => profiles.find((profile) => profile.name === run.profile);
  const resumable = runs.find((run) => unfinished.has(run.summary.state) && run.summary.resumable && profileOf(run));
  const past = runs
    .filter((run) => run !== resumable)
    .map((run): WelcomeItem => {
      const profile = profileOf(run);
      return run.summary.state === 'held' && profile !== undefined
        ? { kind: 'held', run, profile }
        : { kind: 'past', run };
    });
  const profile = resumable === undefined ? undefined : profileOf(resumable);
  return [
    ...(resumable !== undefined && profile !== undefined ? [{ kind: 'resume', run: resumable, profile } as const] : []),
    ...profiles.map((profile) => ({ kind: 'profile', profile }) as const),
    { kind: 'demo' },
    { kind: 'new' },
    ...past,
  ];
}

/** The line of an item: a word for what it is, and the sentence. */
export function welcomeText(
  item: WelcomeItem,
  now: number,
): { readonly mark: Mark; readonly label: string; readonly text: string } {
  switch (item.kind) {
    case 'resume': {
      const { summary } = item.run;
      const where = summary.stoppedAt === undefined ? '' : ` at ${summary.stoppedAt}`;
      const how = summary.state === 'failed' ? 'failed' : 'stopped';
      return {
        mark: marks.warning,
        label: 'Resume',
        text: `run ${summary.runId}: ${percentText(summary.progress)}, ${how} ${agoText(summary.updatedAt, now)}${where} · ${item.profile.name}`,
      };
    }
    case 'profile': {
      const { name, environment } = item.profile;
      return { mark: marks.running, label: 'Profile', text: `${name} · ${environment.toUpperCase()}` };
    }
    case 'demo':
      return {
        mark: marks.running,
        label: 'Rehearse',
        text: 'on the built-in sample: two servers of its own, nothing of yours is touched',
      };
    case 'new':
      return { mark: marks.running, label: 'New', text: 'profile: a source, a target and a window' };
    case 'held':
    case 'past': {
      const { summary } = item.run;
      const { mark, word } = runVerdict(summary);
      return {
        mark,
        label: 'Run',
        text: `${summary.runId} ${word} · ${summary.source} → ${summary.target} · ${agoText(summary.updatedAt, now)}${summary.verdict === '' ? '' : ` · ${summary.verdict}`}`,
      };
    }
  }
}

const heldVerdicts: Readonly<Record<ReturnType<typeof proofOf>, { readonly mark: Mark; readonly word: string }>> = {
  whole: { mark: marks.good, word: 'verified, on hold' },
  part: { mark: marks.warning, word: 'verified in part, on hold' },
  nothing: { mark: marks.warning, word: 'NOT VERIFIED, on hold' },
};

function runVerdict(summary: RunSummary): { readonly mark: Mark; readonly word: string } {
  switch (summary.state) {
    case 'held':
      return heldVerdicts[proofOf(summary.verdict)];
    case 'finalized':
      return { mark: marks.good, word: 'finalized' };
    case 'rolled-back':
      return { mark: marks.skipped, word: 'rolled back' };
    case 'failed':
      return { mark: marks.bad, word: `failed at ${percentText(summary.progress)}` };
    case 'paused':
    case 'running':
      return { mark: marks.warning, word: `unfinished, ${percentText(summary.progress)}` };
  }
}

/** Why a past run cannot be opened. */
export function whyClosed(run: WelcomeRun): string {
  const { state } = run.summary;
  if (state === 'finalized' || state === 'rolled-back')
    return 'That run is over. Its report stays in the state folder.';
  if (run.profile === undefined)
    return 'No profile has its source and target: make one, then it can be resumed from here.';
  return 'Only the newest unfinished run of a target can be resumed.';
}
