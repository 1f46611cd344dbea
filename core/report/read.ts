import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RunSummary } from '../commands.ts';
import { CutoverError } from '../errors.ts';
import { type ContractEvent, contractEventSchema } from '../events.ts';
import { type Report, reportSchema } from './schema.ts';

/** More than the longest event but an estimate's, which is never the last of a run. */
const tailBytes = 64 * 1024;

/**
 * The runs that the state folder knows, newest first, without a connection. A run that was killed has no report:
 * its last events tell how far it came. Folders without either are no runs and are left out.
 * Throws `config.invalid` where the folder cannot be read.
 */
export async function readReports(stateDir: string): Promise<readonly RunSummary[]> {
  const root = join(stateDir, 'runs');
  const folders = await readdir(root, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new CutoverError('config.invalid', `the records of runs in ${root} cannot be read: ${error.message}`, {
      hint: 'Name the folder that has them with --state-dir.',
      cause: error,
    });
  });
  const summaries = await Promise.all(
    folders.filter((folder) => folder.isDirectory()).map((folder) => readRun(join(root, folder.name), folder.name)),
  );
  return summaries
    .filter((summary) => summary !== undefined)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.runId.localeCompare(a.runId));
}

/** The report of one run; undefined where there is none, or one of another version of the tool. */
export async function readReport(folder: string): Promise<Report | undefined> {
  const text = await readFile(join(folder, 'report.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch {
    // A report that cannot be read is as good as none: the events are there still.
    return undefined;
  }
}

async function readRun(folder: string, runId: string): Promise<RunSummary | undefined> {
  const [report, eventsAt, reportAt] = await Promise.all([
    readReport(folder),
    modifiedAt(join(folder, 'events.ndjson')),
    modifiedAt(join(folder, 'report.json')),
  ]);
  // A resumed run that was killed has newer events than its report.
  const isReportStale =
    report !== undefined && !isHeldOn(report) && eventsAt > reportAt && (await endsUnfinished(folder));
  if (report === undefined || isReportStale) return summaryOfEvents(folder, runId, eventsAt);
  return {
    runId: report.runId,
    createdAt: report.startedAt,
    updatedAt: report.finishedAt,
    state: stateOf(report),
    verdict: report.verdict,
    source: report.source,
    target: report.target,
    progress: report.progress,
    stoppedAt: report.stoppedAt,
    resumable:
      ['paused', 'failed'].includes(stateOf(report)) && report.state !== 'no-go' && !endings.has(report.command),
    reportPath: join(folder, 'report.md'),
  };
}

/** Commands that are repeated where they were cut off: there is nothing to resume then. */
const endings: ReadonlySet<string | undefined> = new Set(['rollback', 'finalize']);

/** Of a run that goes on the report is a moment old; nobody knows whether its process is still there. */
function stateOf(report: Report): RunSummary['state'] {
  if (report.state === 'running') return isHeldOn(report) ? 'held' : 'paused';
  return report.state === 'no-go' ? 'failed' : report.state;
}

/** A verification of a held run that is under way, or was cut off, changes nothing about the hold. */
function isHeldOn({ command, hold }: Report): boolean {
  return command === 'verify' && hold !== undefined;
}

async function modifiedAt(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  );
}

async function* readEvents(folder: string): AsyncGenerator<ContractEvent> {
  const lines = createInterface({ input: createReadStream(join(folder, 'events.ndjson'), 'utf8') });
  for await (const line of lines) {
    const event = parseEvent(line);
    if (event !== undefined) yield event;
  }
}

/** A crash may have cut the last line off. */
function parseEvent(line: string): ContractEvent | undefined {
  try {
    const parsed = contractEventSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Looks at the last whole event alone: the record of a large run has many. */
async function endsUnfinished(folder: string): Promise<boolean> {
  const file = await open(join(folder, 'events.ndjson'));
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    const last = lines.map(parseEvent).findLast((event) => event !== undefined);
    return last !== undefined && last.type !== 'run.finished';
  } finally {
    await file.close();
  }
}

async function summaryOfEvents(folder: string, runId: string, eventsAt: number): Promise<RunSummary | undefined> {
  if (eventsAt === 0) return undefined;
  let started: Extract<ContractEvent, { type: 'run.started' }> | undefined;
  let finished: Extract<ContractEvent, { type: 'run.finished' }> | undefined;
  let last: ContractEvent | undefined;
  let bytesDone = 0;
  let ending: string | undefined;
  const running = new Map<string, string>();
  for await (const event of readEvents(folder)) {
    last = event;
    if (event.type === 'run.started') started ??= event;
    if (event.type === 'run.started') ending = undefined;
    if (event.type === 'phase.started' && endings.has(event.phase)) ending = event.phase;
    if (event.type === 'step.started') running.set(event.id, event.label);
    if (event.type === 'step.finished') {
      running.delete(event.id);
      bytesDone += event.bytes;
    }
    finished = event.type === 'run.finished' ? event : undefined;
  }
  if (started === undefined || last === undefined) return undefined;
  // A rollback or a finalize that was cut off is repeated: there is nothing to resume.
  const outcome = finished?.outcome ?? 'paused';
  const cutOff = ending === undefined ? 'it can be resumed' : `repeat cutover ${ending}`;
  return {
    runId,
    createdAt: started.at,
    updatedAt: last.at,
    state: outcome === 'verified' ? 'held' : outcome === 'no-go' ? 'failed' : outcome,
    verdict: finished?.verdict ?? `stopped before its end; ${cutOff}`,
    source: started.source,
    target: started.target,
    progress: started.bytes > 0 ? Math.min(1, bytesDone / started.bytes) : 0,
    stoppedAt: [...running.values()].at(-1),
    resumable: ending === undefined && (outcome === 'paused' || outcome === 'failed'),
    reportPath: undefined,
  };
}
