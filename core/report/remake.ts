import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CutoverError } from '../errors.ts';
import { runFolder } from '../journal.ts';
import { recordedEvents } from './events.ts';
import { readReport, readReports } from './read.ts';
import type { Report } from './schema.ts';
import { TimelineRecorder } from './timeline.ts';
import { writeReport } from './write.ts';

/** A run whose last event is younger is taken to be under way: events are written within a second. */
const silentMs = 15_000;

export interface RemadeReport {
  readonly report: Report;
  /** Of report.json, report.md and report.html. */
  readonly folder: string;
}

/**
 * Makes the files of a run's report anew; of the newest run where none is named. A run that was killed is told of as its
 * events have it, up to its last second. Throws `config.invalid` where there is no record of the run.
 */
export async function remakeReport(stateDir: string, runId: string | undefined): Promise<RemadeReport> {
  const id = runId ?? (await readReports(stateDir))[0]?.runId;
  const folder = id === undefined ? undefined : runFolder(stateDir, id);
  const written = folder === undefined ? undefined : await readReport(folder);
  if (folder === undefined || written === undefined) {
    const what = id === undefined ? 'there is no record of any run' : `there is no report of a run ${id}`;
    throw new CutoverError('config.invalid', `${what} in ${stateDir}`, {
      hint: "'cutover runs' lists the runs; records that were made elsewhere are found with --state-dir.",
    });
  }
  const eventsAt = await modifiedAt(join(folder, 'events.ndjson'));
  const report = withEvents(written, folder, Date.now() - eventsAt < silentMs);
  await writeReport(folder, report);
  return { report, folder };
}

/** The report with what happened since it was written. */
function withEvents(written: Report, folder: string, active: boolean): Report {
  const recorder = new TimelineRecorder();
  let last = '';
  let finished = true;
  for (const event of recordedEvents(folder)) {
    recorder.see(event);
    last = event.at;
    finished = event.type === 'run.finished';
  }
  const timeline = recorder.timeline();
  if (timeline === undefined) return written;
  if (finished || last === '') return { ...written, timeline };
  const { command, hold } = written;
  const seconds = Math.max(0, (Date.parse(last) - Date.parse(written.startedAt)) / 1000);
  const now = { ...written, timeline, finishedAt: last, seconds, outcome: 'paused' } as const;
  if (active) return { ...now, state: 'running' };
  const how = `the process of ${command ?? 'the run'} ended without a word`;
  if (hold !== undefined) return { ...now, state: 'held', verdict: `${how}; the run is held as it was` };
  const next = command === 'rollback' || command === 'finalize' ? 'repeat the command' : 'it can be resumed';
  return { ...now, state: 'paused', verdict: `${how}; what was done is kept: ${next}` };
}

async function modifiedAt(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  );
}
