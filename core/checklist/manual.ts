import type { Profile } from '../config.ts';
import type { Check } from '../preflight/types.ts';
import { signed } from './said.ts';

/** An item of the checklist that only people can know. */
export interface ManualItem {
  /** Stable while its words are the same: `--tick` takes it. */
  readonly id: string;
  readonly item: string;
}

/** The profile's manual items with their ids: the words in small letters, joined by dashes. Pure. */
export function manualItems({ checklist }: Pick<Profile, 'checklist'>): readonly ManualItem[] {
  const taken = new Set<string>();
  return checklist.map((item) => {
    const words = item.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['item'];
    const base = words.join('-').slice(0, 60);
    let id = base;
    for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
    taken.add(id);
    return { id, item };
  });
}

/** Begins the id of a check that is a manual item. */
export const manualPrefix = 'manual:';

/** The manual items as checks: green where somebody gave their word, red in production where nobody did. */
export function manualChecks(profile: Pick<Profile, 'checklist'>): readonly Check[] {
  return manualItems(profile).map(({ id, item }) => ({
    id: `${manualPrefix}${id}`,
    title: item,
    severity: 'blocker',
    asks: 'neither',
    looksAt: "the operator's word for it",
    concerns: ({ profile: { environment }, said }) => environment === 'production' || said?.ticks[id] !== undefined,
    run({ config }) {
      const word = config.said?.ticks[id];
      return Promise.resolve(
        word
          ? { verdict: 'pass', detail: `Ticked by ${signed(word)}.`, fix: '' }
          : {
              verdict: 'fail',
              detail: 'Nobody has ticked it.',
              fix: `See to it, then tick it on the Checklist, or give --tick ${id}.`,
            },
      );
    },
  }));
}
