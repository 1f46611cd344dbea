import { writeFile } from 'node:fs/promises';
import { checklistChecks } from '../../core/checklist/checks.ts';
import { profileSchema } from '../../core/config.ts';
import { allChecks } from '../../core/preflight/checks.ts';
import { checksPage, pagePath, readWords } from './checks-page.ts';

await writeFile(
  pagePath,
  checksPage(allChecks, checklistChecks(profileSchema.parse({ name: 'default' })), await readWords()),
);
