import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checklistChecks } from '../../../core/checklist/checks.ts';
import { profileSchema } from '../../../core/config.ts';
import { allChecks } from '../../../core/preflight/checks.ts';
import { checksPage, pagePath, readWords } from '../../support/checks-page.ts';

test('every check was made red by a test, and its words were kept', async () => {
  const words = await readWords();
  expect([...words.keys()].toSorted()).toEqual(allChecks.map(({ id }) => id).toSorted());
});

test('docs/checks.md is what the checks are: npm run docs:checks writes it anew', async () => {
  expect(await readFile(pagePath, 'utf8')).toBe(
    checksPage(allChecks, checklistChecks(profileSchema.parse({ name: 'default' })), await readWords()),
  );
});
