import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { headline, remakeReport } from '../../core/index.ts';
import { exitCodes } from '../exit-code.ts';
import type { House } from '../house.ts';

/** What opens a file with the program that the system has for it. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Makes a run's report anew and says where it is. Gives the exit code. Throws CutoverError. */
export async function runReport(runId: string | undefined, house: House): Promise<number> {
  const { around, flags, stateDir, warn } = house;
  const { report, folder } = await remakeReport(stateDir, runId);
  const [html, markdown, json] = ['report.html', 'report.md', 'report.json'].map((name) => join(folder, name));
  if (flags.json) {
    const { state, verdict } = report;
    const line = { v: 1, at: new Date().toISOString(), type: 'report.written', runId: report.runId, state, verdict };
    around.stdout.write(`${JSON.stringify({ ...line, html, markdown, json })}\n`);
  } else {
    around.stdout.write(
      [`run ${report.runId}: ${headline(report)}`, report.verdict, '', html, markdown, json, ''].join('\n'),
    );
  }
  if (flags.open && html !== undefined) {
    const problem = await openFile(html, around.env);
    if (problem !== undefined) warn(`cutover: the report could not be opened (${problem}): it is ${html}`);
  }
  return exitCodes.done;
}

/** Hands a file to the system, and lets go of it; what went wrong where that did not work. */
function openFile(path: string, env: House['around']['env']): Promise<string | undefined> {
  const [command = 'xdg-open', ...rest] = openers[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(command, [...rest, path], { detached: true, stdio: 'ignore', env: { ...env } });
    child.once('error', (error) => resolve(error.message));
    child.once('spawn', () => {
      child.unref();
      resolve(undefined);
    });
  });
}
