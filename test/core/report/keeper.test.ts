import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type EngineConfig, profileSchema, runOptionsSchema } from '../../../core/config.ts';
import { type Journal, openJournal } from '../../../core/journal.ts';
import { ReportKeeper } from '../../../core/report/keeper.ts';
import { readReport } from '../../../core/report/read.ts';
import { remakeReport } from '../../../core/report/remake.ts';
import { removal } from '../../support/removal.ts';
import { type ScriptedEngine, scriptEngine } from '../../support/scripted-engine.ts';

let config: EngineConfig;
beforeEach(() => {
  const stateDir = mkdtempSync(join(tmpdir(), 'cutover-keeper-'));
  onTestFinished(() => rmSync(stateDir, removal));
  config = {
    profile: profileSchema.parse({ name: 'shop' }),
    sourceUrl: 'postgres://a/x',
    targetUrl: 'postgres://me:hunter2@b/y',
    options: runOptionsSchema.parse({ jobs: 7 }),
    stateDir,
    toolVersion: '0.1.0',
  };
});

interface Process {
  readonly engine: ScriptedEngine;
  readonly journal: Journal;
  readonly keeper: ReportKeeper;
}

/** What an engine does with each event of a command. */
function process(command: string, changes: Partial<EngineConfig> = {}): Process {
  const engine = scriptEngine();
  const journal = openJournal({ stateDir: config.stateDir, runId: 'r1' });
  const state = engine.store.getState;
  const keeper = new ReportKeeper({ config: { ...config, ...changes }, journal, runId: 'r1', command, state });
  onTestFinished(() => {
    keeper.close();
    journal.close();
  });
  engine.onEvent((event) => {
    journal.record(event);
    keeper.see(event);
  });
  return { engine, journal, keeper };
}

function begin({ engine }: Process): void {
  engine.emit({ type: 'run.started', runId: 'r1', source: 'a:1/x', target: 'b:2/y', tables: 1, rows: 1, bytes: 100 });
  engine.emit({ type: 'phase.started', phase: 'copy' });
  engine.emit({ type: 'step.started', id: 'copy:a', kind: 'copy', label: 'copy a', weight: 100 });
}

test('a run has a report as soon as it begins; one that is killed leaves a true one, and it can be made anew from the events', async () => {
  const killed = process('run');
  begin(killed);
  const { folder } = killed.journal;
  // The last of the three files to be there.
  await expect.poll(() => existsSync(join(folder, 'report.md'))).toBe(true);
  expect(await readReport(folder)).toMatchObject({
    state: 'running',
    command: 'run',
    verdict: 'run under way: 0% done',
    outcome: 'paused',
    timeline: { steps: [{ label: 'copy a', state: 'running' }] },
    versions: { cutover: '0.1.0', node: globalThis.process.version },
  });
  const html = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(html).toContain('RUNNING');
  expect(html).toContain('Where its process is gone: cutover resume r1');
  // The process goes on for a while, and is killed: nothing more is written but the events.
  killed.keeper.close();
  killed.engine.emit({ type: 'step.progress', id: 'copy:a', rows: 1, bytes: 50 });
  killed.journal.close();
  const { report } = await remakeReport(config.stateDir, undefined);
  expect(report.timeline?.steps).toMatchObject([{ label: 'copy a', bytes: 50 }]);
  expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain('| a | 100ms |');
});

test('the report of a resume has the times of the whole run, and what the run was asked to do', async () => {
  const first = process('run');
  begin(first);
  await expect.poll(() => readReport(first.journal.folder)).toBeDefined();
  await first.keeper.finish({});
  first.journal.close();
  const second = process('resume', { options: runOptionsSchema.parse({}) });
  begin(second);
  second.engine.emit({ type: 'step.finished', id: 'copy:a', rows: 1, bytes: 100, seconds: 1 });
  const end = { runId: 'r1', outcome: 'verified', verdict: 'verified: all', seconds: 1, reportPath: '' } as const;
  second.engine.emit({ type: 'run.finished', ...end });
  await second.keeper.finish({});
  const report = await readReport(second.journal.folder);
  expect(report?.timeline?.steps.map(({ state }) => state).sort()).toEqual(['done', 'failed']);
  expect(report?.settings).toContainEqual({ name: 'jobs', value: '7' });
  expect(report).toMatchObject({ state: 'held', verdict: 'verified: all' });
  expect(JSON.stringify(report)).not.toContain('hunter2');
});

test('a run without a record is refused by name', async () => {
  await expect(remakeReport(config.stateDir, 'r9')).rejects.toMatchObject({
    code: 'config.invalid',
    message: expect.stringContaining('r9'),
  });
  await expect(remakeReport(config.stateDir, undefined)).rejects.toMatchObject({ code: 'config.invalid' });
});
