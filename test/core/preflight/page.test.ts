import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checklistChecks } from '../../../core/checklist/checks.ts';
import { profileSchema } from '../../../core/config.ts';
import { allChecks } from '../../../core/preflight/checks.ts';
import { checksPage, pagePath, readWords, wordsOf } from '../../support/checks-page.ts';

const checklist = checklistChecks(profileSchema.parse({ name: 'default' }));

test('every check was made red by a test, and its words were kept', async () => {
  const words = await readWords();
  expect(new Set(words.keys())).toEqual(new Set([...allChecks, ...checklist].map(wordsOf)));
});

test('docs/checks.md is what the checks are: npm run docs:checks writes it anew', async () => {
  expect(await readFile(pagePath, 'utf8')).toBe(checksPage(allChecks, checklist, await readWords()));
});
