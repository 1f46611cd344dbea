import { type CommandResult, proofOf } from '../../core/index.ts';
import { type Mark, marks } from './marks.ts';

/** Words with which an engine's verdict begins, and which a headline says already. */
const openings = /^(?:verification failed|not verified|verified|rolled back|no-go|go)\b(?:: )?/i;

/** A verdict behind the word that it comes to, which is not said twice: `VERIFIED: 50 tables …`, `VERIFIED in part: …`. */
export function headline(word: string, verdict: string): string {
  const rest = verdict.replace(openings, '');
  if (rest === '') return word;
  // `verified in part: …` keeps what makes it less than the word alone.
  return rest.startsWith(' ') || rest.startsWith(',') ? `${word}${rest}` : `${word}: ${rest}`;
}

/** How a command ended, with the mark that it deserves: nothing is called verified that was not compared. */
export function outcomeHeadline({ outcome, verdict }: Pick<CommandResult, 'outcome' | 'verdict'>): {
  readonly mark: Mark;
  readonly text: string;
} {
  if (outcome === 'rolled-back') return { mark: marks.good, text: headline('ROLLED BACK', verdict) };
  if (outcome !== 'verified')
    return { mark: marks.bad, text: headline(outcome.toUpperCase().replace('-', ' '), verdict) };
  const proof = proofOf(verdict);
  const word = proof === 'nothing' ? 'NOT VERIFIED' : 'VERIFIED';
  return { mark: proof === 'whole' ? marks.good : marks.warning, text: headline(word, verdict) };
}
