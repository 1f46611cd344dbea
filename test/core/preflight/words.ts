import { join } from 'node:path';
import { expect } from 'vitest';
import type { EngineConfig } from '../../../core/config.ts';
import type { Check, FinishedCheck } from '../../../core/preflight/types.ts';
import { wordsFolder } from '../../support/checks-page.ts';
import { verdictOf } from './ends.ts';

/** What differs from run to run, by what stands in its place. */
const steady: readonly (readonly [RegExp, string])[] = [
  [/127\.0\.0\.1:\d+/g, 'HOST:5432'],
  [/\btest_\d+/g, 'app'],
  [/\brole_\d+_(\d+)/g, 'migrator'],
  [/\bprocess \d+/g, 'process 4711'],
  [/\bbackend \d+/g, 'backend 4711'],
];

/**
 * Compares what an operator reads of a red check with the words that are kept for docs/checks.md, one file for each
 * cause; `vitest -u` and `npm run docs:checks` renew them. `also` replaces what else differs from run to run.
 */
export async function expectRed(
  check: FinishedCheck | undefined,
  cause: string,
  also: readonly (readonly [RegExp | string, string])[] = [],
): Promise<void> {
  if (!check) throw new Error(`There is no verdict: ${cause}.`);
  expect(check.verdict, `${check.id}: ${check.detail}`).toBe('fail');
  const text = `${check.severity}\n${check.detail}\n${check.fix}\n`;
  const words = [...also, ...steady].reduce((so, [what, by]) => so.replaceAll(what, by), text);
  await expect(words).toMatchFileSnapshot(join(wordsFolder, check.id, `${cause}.txt`));
}

/** The red verdict of a check, after its words were compared. */
export async function redVerdict(
  check: Check,
  config: EngineConfig,
  cause: string,
  also?: Parameters<typeof expectRed>[2],
): Promise<FinishedCheck> {
  const verdict = await verdictOf(check, config);
  await expectRed(verdict, cause, also);
  return verdict;
}
