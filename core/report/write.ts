import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { type Report, reportSchema } from './schema.ts';
import { makeFolder } from '../folders.ts';

/**
 * Writes report.json, report.md and report.html into the run's folder, each 0600 and each whole or not at all.
 * Gives the path of report.md. Rejects with the file system's error; {@link Journal.saveReport} tolerates it.
 */
export async function writeReport(folder: string, report: Report): Promise<string> {
  await makeFolder(folder, 0o700);
  const files = [
    ['report.json', `${JSON.stringify(reportSchema.parse(report), undefined, 2)}\n`],
    ['report.html', renderHtml(report)],
    ['report.md', renderMarkdown(report)],
  ] as const;
  for (const [name, text] of files) {
    const path = join(folder, name);
    const unfinished = `${path}.${process.pid}.unfinished`;
    await writeFile(unfinished, text, { mode: 0o600 });
    await rename(unfinished, path);
  }
  return join(folder, 'report.md');
}
