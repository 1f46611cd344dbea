import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contractEventSchema, type EngineEvent } from '../../core/events.ts';
import { appendRunLog, defaultStateDir, openJournal } from '../../core/journal.ts';
import { sampleReport } from '../support/report.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'cutover-journal-'));
});
afterEach(() => {
  rmSync(stateDir, { recursive: true, force: true });
});

const at = '2026-11-20T02:00:00.000Z';
const phaseStarted: EngineEvent = { v: 1, at, type: 'phase.started', phase: 'copy' };
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test('the folder of a run is for its owner alone, and so is every file in it', async () => {
  const journal = openJournal({ stateDir, runId: 'r1' });
  journal.record(phaseStarted);
  journal.log('info', 'hello');
  await journal.saveReport(sampleReport());
  journal.close();
  expect(mode(journal.folder)).toBe('700');
  for (const name of ['events.ndjson', 'run.log', 'report.json', 'report.md', 'report.html']) {
    expect([name, mode(join(journal.folder, name))]).toEqual([name, '600']);
  }
});

test('a folder that others could read is closed to them before anything is written', () => {
  const folder = join(stateDir, 'runs', 'r1');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.log'), '', { mode: 0o644 });
  chmodSync(folder, 0o755);
  openJournal({ stateDir, runId: 'r1' }).close();
  expect([mode(folder), mode(join(folder, 'run.log'))]).toEqual(['700', '600']);
});

test('events.ndjson holds the events of the contract, one valid object a line, and a resumed run goes on in it', () => {
  const write = (event: EngineEvent): void => {
    const journal = openJournal({ stateDir, runId: 'r1' });
    journal.record(event);
    journal.record({ v: 1, at, type: 'log', level: 'info', message: 'for the screens alone' });
    journal.close();
  };
  write(phaseStarted);
  write({ v: 1, at, type: 'phase.finished', phase: 'copy', seconds: 2 });
  const lines = readFileSync(join(stateDir, 'runs/r1/events.ndjson'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => contractEventSchema.parse(JSON.parse(line)).type)).toEqual([
    'phase.started',
    'phase.finished',
  ]);
});

test('the last event of a run is on disk at once, and what came before it too', () => {
  const journal = openJournal({ stateDir, runId: 'r1' });
  journal.record(phaseStarted);
  journal.record({
    v: 1,
    at,
    type: 'run.finished',
    runId: 'r1',
    outcome: 'verified',
    verdict: '',
    seconds: 1,
    reportPath: '',
  });
  const lines = readFileSync(join(journal.folder, 'events.ndjson'), 'utf8').trimEnd().split('\n');
  journal.close();
  expect(lines).toHaveLength(2);
});

test('a process that exits without closing its journal loses no line', () => {
  const script = `
    import { openJournal } from ${JSON.stringify(join(import.meta.dirname, '../../core/journal.ts'))};
    const journal = openJournal({ stateDir: ${JSON.stringify(stateDir)}, runId: 'r1' });
    journal.record(${JSON.stringify(phaseStarted)});
    journal.log('error', 'the end');
    process.exit(1);`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(child.stderr).toBe('');
  expect(readFileSync(join(stateDir, 'runs/r1/events.ndjson'), 'utf8')).toContain('phase.started');
  expect(readFileSync(join(stateDir, 'runs/r1/run.log'), 'utf8')).toContain('the end');
});

test("a step's progress is kept once a second", () => {
  const journal = openJournal({ stateDir, runId: 'r1' });
  for (const ms of [0, 400, 900, 1000, 1500, 2100]) {
    const time = new Date(Date.parse(at) + ms).toISOString();
    journal.record({ v: 1, at: time, type: 'step.progress', id: 'copy a', rows: ms, bytes: ms });
  }
  journal.close();
  const lines = readFileSync(join(journal.folder, 'events.ndjson'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).rows)).toEqual([0, 1000, 2100]);
});

test('neither log nor events keep a secret', () => {
  const journal = openJournal({ stateDir, runId: 'r1', logLevel: 'debug' });
  const url = 'postgres://shop:hunter2@host/db';
  journal.log('error', `cannot reach ${url}`, { error: new Error(url), options: { password: 'hunter2' } });
  journal.log('debug', 'statement', { sql: "ALTER ROLE x PASSWORD 'hunter2'" });
  journal.record({
    v: 1,
    at,
    type: 'step.failed',
    id: 's',
    code: 'copy.failed',
    message: url,
    hint: '',
    attempt: 1,
    willRetry: false,
  });
  journal.close();
  for (const name of ['run.log', 'events.ndjson']) {
    const text = readFileSync(join(journal.folder, name), 'utf8');
    expect(text).toContain('host/db');
    expect(text).not.toContain('hunter2');
  }
});

test('lines below the log level are left out', () => {
  const journal = openJournal({ stateDir, runId: 'r1', logLevel: 'warn' });
  journal.log('info', 'quiet');
  journal.log('warn', 'loud');
  journal.close();
  expect(readFileSync(join(journal.folder, 'run.log'), 'utf8')).toMatch(/^(?!.*quiet).*loud/s);
});

test('where nothing can be written the run goes on, and the operator is told once', async () => {
  // A file in the place of the folder refuses root too.
  writeFileSync(join(stateDir, 'runs'), '');
  const warnings: string[] = [];
  const journal = openJournal({ stateDir, runId: 'r1', onWarning: (message) => warnings.push(message) });
  journal.record(phaseStarted);
  journal.log('error', 'lost');
  await expect(journal.saveReport(sampleReport())).resolves.toBeUndefined();
  journal.close();
  expect(warnings).toEqual([expect.stringContaining('The run itself goes on')]);
});

test.runIf(existsSync('/dev/full'))('a full disk does not end the run either', () => {
  const folder = join(stateDir, 'runs', 'r1');
  mkdirSync(folder, { recursive: true });
  symlinkSync('/dev/full', join(folder, 'events.ndjson'));
  const warnings: string[] = [];
  const journal = openJournal({ stateDir, runId: 'r1', onWarning: (message) => warnings.push(message) });
  journal.record({
    v: 1,
    at,
    type: 'run.finished',
    runId: 'r1',
    outcome: 'verified',
    verdict: '',
    seconds: 1,
    reportPath: '',
  });
  journal.close();
  expect(warnings).toEqual([expect.stringContaining('ENOSPC')]);
});

test('an error that ends the program is kept with its stack, without a journal that is open', () => {
  appendRunLog(stateDir, 'r1', 'the command failed', new Error('lost postgres://a:hunter2@h/d'));
  const text = readFileSync(join(stateDir, 'runs/r1/run.log'), 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    msg: 'the command failed',
    err: { stack: expect.stringContaining('journal.test') },
  });
  expect(text).not.toContain('hunter2');
});

test('the state folder follows the XDG specification', () => {
  expect(defaultStateDir({ XDG_STATE_HOME: '/state' })).toBe('/state/cutover');
  expect(defaultStateDir({ XDG_STATE_HOME: 'relative' })).toMatch(/\.local\/state\/cutover$/);
  expect(defaultStateDir({})).toMatch(/\.local\/state\/cutover$/);
});
