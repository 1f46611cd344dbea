import type { Check, CheckVerdict } from './types.ts';

export const encodingCheck: Check = {
  id: 'encoding',
  title: "Target can hold the source's characters",
  severity: 'blocker',
  asks: 'both',
  looksAt: 'the server encodings of both databases',
  async run(context) {
    const [source, target] = await Promise.all([context.inventory('source'), context.inventory('target')]);
    return compareEncodings(source.encoding, target.encoding);
  },
};

/** Pure: the verdict on two server encodings, by PostgreSQL's names. */
export function compareEncodings(source: string, target: string): CheckVerdict {
  const found = `The source's encoding is ${source}, the target's ${target}`;
  if (source === target) return { verdict: 'pass', detail: `${found}.`, fix: '' };
  if (source === 'SQL_ASCII') {
    return {
      verdict: 'fail',
      severity: 'warning',
      detail: `${found}: a SQL_ASCII database checks no characters, so some rows may not be valid there.`,
      fix: 'Look for bytes that are no valid characters before the run; their rows stop the copy of their table.',
    };
  }
  if (target === 'UTF8') return { verdict: 'pass', detail: `${found}, which holds every character of it.`, fix: '' };
  return {
    verdict: 'fail',
    detail: `${found}, which does not hold every character of it.`,
    fix: `Create the target database anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0;`,
  };
}
