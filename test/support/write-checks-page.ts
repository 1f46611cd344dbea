import { writeFile } from 'node:fs/promises';
import { allChecks } from '../../core/preflight/checks.ts';
import { checksPage, pagePath, readWords } from './checks-page.ts';

await writeFile(pagePath, checksPage(allChecks, await readWords()));
