import {
  type Engine,
  type EngineConfig,
  type EstimateRecord,
  type History,
  type Profile,
  type RunRecord,
  RunRecorder,
} from '../core/index.ts';
import type { Settings } from './settings.ts';

/** The name under which a profile's runs are remembered: a rehearsal's are those of what it rehearses. */
function nameOf({ name, rehearsalOf }: Pick<Profile, 'name' | 'rehearsalOf'>): string {
  return rehearsalOf ?? name;
}

/** Runs of a profile and of those that rehearse it, newest first. */
export function historyOf(settings: Settings, profile: Pick<Profile, 'name' | 'rehearsalOf'>): History {
  return settings.history().filter((record) => record.profile === nameOf(profile));
}

/** What an engine is told of a profile's past. */
export function rememberedOf(settings: Settings, profile: Profile): Pick<EngineConfig, 'history' | 'expectedSeconds'> {
  const expected = newestEstimate(settings.estimates(), profile);
  return {
    history: historyOf(settings, profile),
    ...(expected === undefined ? {} : { expectedSeconds: expected.seconds }),
  };
}

interface MemoryRequest {
  readonly settings: Settings;
  readonly profile: Profile;
  readonly jobs: number;
  /** Told what could not be written down: losing it loses no run. */
  readonly warn: (line: string) => void;
}

/** Follows an engine until `close`, and writes down what its estimates said and what its runs took. */
export interface Memory {
  /** A change of what is known of a run. */
  amend(runId: string, change: Partial<RunRecord>): void;
  close(): void;
}

export function createMemory(engine: Pick<Engine, 'onEvent'>, request: MemoryRequest): Memory {
  const { settings, profile, jobs, warn } = request;
  let recorder = new RunRecorder();
  let rollbackSeconds = 0;

  function keep(work: () => void): void {
    try {
      work();
    } catch (error) {
      warn(`cutover: what the run took is not remembered: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  function amend(runId: string, change: Partial<RunRecord>): void {
    const known = settings.history().find((record) => record.runId === runId);
    if (known) settings.remember({ ...known, ...change });
  }

  function rememberRun(): void {
    const record = recorder.record({ profile, jobs, estimate: newestEstimate(settings.estimates(), profile) });
    if (!record) return;
    const before = settings.history().find(({ runId }) => runId === record.runId);
    settings.remember(before ? joined(before, record) : record);
  }

  const unsubscribe = engine.onEvent((event) => {
    recorder.event(event);
    if (event.type === 'phase.finished' && event.phase === 'rollback') rollbackSeconds = event.seconds;
    if (event.type === 'estimate.finished') {
      const { planHash, seconds, rates, at } = event;
      keep(() => settings.noteEstimate({ profile: nameOf(profile), at, planHash, seconds, from: rates.from }));
    }
    if (event.type !== 'run.finished') return;
    const { outcome, runId, at } = event;
    keep(() => {
      rememberRun();
      if (outcome === 'rolled-back') amend(runId, { rollback: { at, seconds: rollbackSeconds, outcome } });
    });
    recorder = new RunRecorder();
  });

  return { amend: (runId, change) => keep(() => amend(runId, change)), close: unsubscribe };
}

function newestEstimate(
  estimates: readonly EstimateRecord[],
  profile: Pick<Profile, 'name' | 'rehearsalOf'>,
): EstimateRecord | undefined {
  return estimates.find((estimate) => estimate.profile === nameOf(profile));
}

/** A run in several pieces: its steps and its time are those of all of them. */
function joined(before: RunRecord, after: RunRecord): RunRecord {
  const ids = new Set(after.steps.map(({ id }) => id));
  return {
    ...after,
    startedAt: before.startedAt,
    seconds: before.seconds + after.seconds,
    preparationSeconds: before.preparationSeconds,
    planHash: after.planHash === '' ? before.planHash : after.planHash,
    steps: [...after.steps, ...before.steps.filter(({ id }) => !ids.has(id))],
    resumed: before.resumed + Math.max(1, after.resumed),
    ...(before.estimate ? { estimate: before.estimate } : {}),
    ...(before.drill ? { drill: before.drill } : {}),
  };
}
