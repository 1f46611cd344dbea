import type { Step } from './plan/types.ts';

interface Entry {
  readonly step: Step;
  /** The length of the path behind it. */
  readonly path: number;
  /** Which one it was to come, of all. */
  readonly order: number;
}

/**
 * The steps that may start, longest path first, and of equals the one that came first. Each batch kind has a lane of its
 * own: whoever fills a batch looks at nothing else, however many thousands wait.
 */
export class ReadySteps {
  /** Sorted by path, the next one last. */
  readonly #lanes = new Map<Step['batch'], Entry[]>();
  #count = 0;

  add(step: Step, path: number): void {
    this.#count += 1;
    const lane = this.#lanes.get(step.batch) ?? [];
    this.#lanes.set(step.batch, lane);
    let low = 0;
    let high = lane.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((lane[middle]?.path ?? 0) < path) low = middle + 1;
      else high = middle;
    }
    lane.splice(low, 0, { step, path, order: this.#count });
  }

  /** Takes out the first step that `may` run. */
  next(may: (step: Step) => boolean): Step | undefined {
    let best: { lane: Entry[]; index: number; entry: Entry } | undefined;
    for (const lane of this.#lanes.values()) {
      const index = lane.findLastIndex(({ step }) => may(step));
      const entry = lane[index];
      if (entry && (!best || isBefore(entry, best.entry))) best = { lane, index, entry };
    }
    best?.lane.splice(best.index, 1);
    return best?.entry.step;
  }

  /** How many steps of a batch kind are ready. */
  countOf(batch: Step['batch']): number {
    return this.#lanes.get(batch)?.length ?? 0;
  }

  /** Takes out steps of a batch kind that `take` says yes to, in order, until there are `most`. */
  alike(batch: Step['batch'], most: number, take: (step: Step) => boolean): void {
    const lane = this.#lanes.get(batch) ?? [];
    let taken = 0;
    for (let index = lane.length - 1; index >= 0 && taken < most; index -= 1) {
      const entry = lane[index];
      if (!entry || !take(entry.step)) continue;
      lane.splice(index, 1);
      taken += 1;
    }
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.path > b.path || (a.path === b.path && a.order < b.order);
}
