/** Words with which an engine's verdict begins, and which a headline says already. */
const openings = /^(?:verification failed|not verified|verified|rolled back|no-go|go)\b(?:: )?/i;

/** A verdict behind the word that it comes to, which is not said twice: `VERIFIED: 50 tables …`, `VERIFIED in part: …`. */
export function headline(word: string, verdict: string): string {
  const rest = verdict.replace(openings, '');
  if (rest === '') return word;
  // `verified in part: …` keeps what makes it less than the word alone.
  return rest.startsWith(' ') || rest.startsWith(',') ? `${word}${rest}` : `${word}: ${rest}`;
}
