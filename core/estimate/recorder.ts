import type { Profile } from '../config.ts';
import type { EngineEvent, Outcome, Phase } from '../events.ts';
import type { EstimateRecord, RunRecord } from './history.ts';

/** Steps that are remembered one by one; the others are summed up by kind. */
const stepsKept = 400;

interface StepMeasure {
  readonly kind: string;
  readonly weight: number;
  seconds: number | undefined;
}

/** Writes down what a run takes, from its events, for the estimates of later ones. */
export class RunRecorder {
  readonly #steps = new Map<string, StepMeasure>();
  readonly #phases = new Map<Phase, number>();
  #runId = '';
  #planHash = '';
  #tables = 0;
  #rows = 0;
  #bytes = 0;
  /** Of the first event, and of the first step; ms since the epoch. */
  #begun: number | undefined;
  #firstStep: number | undefined;
  #startedAt: string | undefined;
  #finished: { readonly at: string; readonly outcome: Outcome; readonly verdict: string } | undefined;
  #resumed = 0;
  #steppedBefore = false;

  /** Every event of the engine, in order. */
  event(event: EngineEvent): void {
    const at = Date.parse(event.at);
    if (event.type === 'phase.started' && event.phase === 'check') {
      this.#begun = at;
      this.#startedAt = event.at;
    }
    switch (event.type) {
      case 'run.started':
        this.#runId = event.runId;
        this.#tables = event.tables;
        this.#rows = event.rows;
        this.#bytes = event.bytes;
        this.#begun ??= at;
        this.#startedAt ??= event.at;
        // A second beginning of one run is a round after an outage.
        if (this.#steppedBefore) this.#resumed += 1;
        return;
      case 'plan.ready':
        this.#planHash = event.planHash ?? this.#planHash;
        if (event.steps.some((step) => step.done) && !this.#steppedBefore) this.#resumed += 1;
        return;
      case 'step.started':
        this.#firstStep ??= at;
        this.#steppedBefore = true;
        this.#steps.set(event.id, { kind: event.kind, weight: event.weight, seconds: undefined });
        return;
      case 'step.finished': {
        const step = this.#steps.get(event.id);
        if (step) step.seconds = event.seconds;
        return;
      }
      case 'phase.finished':
        this.#phases.set(event.phase, event.seconds);
        return;
      case 'run.finished':
        this.#finished = { at: event.at, outcome: event.outcome, verdict: event.verdict };
        return;
      default:
        return;
    }
  }

  /** What is known of the run when it is over; undefined where none was planned: a rollback by itself is no run. */
  record(about: {
    readonly profile: Pick<Profile, 'name' | 'environment' | 'rehearsalOf'>;
    readonly jobs: number;
    readonly estimate: EstimateRecord | undefined;
  }): RunRecord | undefined {
    const { profile, estimate } = about;
    if (this.#finished === undefined || this.#planHash === '' || this.#begun === undefined) return undefined;
    const measured = [...this.#steps].flatMap(([id, { kind, weight, seconds }]) =>
      seconds === undefined ? [] : [{ id, kind, weight, seconds }],
    );
    const longest = measured.toSorted((a, b) => b.seconds - a.seconds).slice(0, stepsKept);
    const kept = new Set(longest.map(({ id }) => id));
    // Where all steps are remembered, a kind's sum still tells what a new step of it costs.
    const rest = measured.length > longest.length ? measured.filter(({ id }) => !kept.has(id)) : measured;
    return {
      v: 1,
      runId: this.#runId,
      profile: profile.rehearsalOf ?? profile.name,
      environment: profile.environment,
      startedAt: this.#startedAt ?? this.#finished.at,
      finishedAt: this.#finished.at,
      planHash: this.#planHash,
      outcome: this.#finished.outcome,
      verdict: this.#finished.verdict,
      jobs: about.jobs,
      tables: this.#tables,
      rows: this.#rows,
      bytes: this.#bytes,
      seconds: (Date.parse(this.#finished.at) - this.#begun) / 1000,
      preparationSeconds: Math.max(0, ((this.#firstStep ?? this.#begun) - this.#begun) / 1000),
      phases: [...this.#phases].map(([phase, seconds]) => ({ phase, seconds })),
      kinds: sumKinds(rest),
      steps: longest.map(({ id, weight, seconds }) => ({ id, weight, seconds: Math.round(seconds * 1e4) / 1e4 })),
      resumed: this.#resumed,
      ...(estimate && estimate.planHash === this.#planHash
        ? { estimate: { at: estimate.at, seconds: estimate.seconds, from: estimate.from } }
        : {}),
    };
  }
}

function sumKinds(
  steps: readonly { readonly kind: string; readonly weight: number; readonly seconds: number }[],
): RunRecord['kinds'] {
  return [...Map.groupBy(steps, ({ kind }) => kind)].map(([kind, of]) => ({
    kind,
    steps: of.length,
    weight: of.reduce((sum, { weight }) => sum + weight, 0),
    seconds: of.reduce((sum, { seconds }) => sum + seconds, 0),
  }));
}
