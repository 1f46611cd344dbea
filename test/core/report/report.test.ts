import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { profileSchema, runOptionsSchema } from '../../../core/config.ts';
import { openJournal } from '../../../core/journal.ts';
import { buildReport, type ReportInput } from '../../../core/report/build.ts';
import { renderHtml } from '../../../core/report/html.ts';
import { renderMarkdown } from '../../../core/report/markdown.ts';
import { readReports } from '../../../core/report/read.ts';
import { reportSchema } from '../../../core/report/schema.ts';
import { writeReport } from '../../../core/report/write.ts';
import { unverified } from '../../../core/verify/verdict.ts';
import { sampleReport } from '../../support/report.ts';
import { scriptEngine } from '../../support/scripted-engine.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'cutover-report-'));
});
afterEach(() => {
  rmSync(stateDir, { recursive: true, force: true });
});

type Engine = ReturnType<typeof scriptEngine>;

/** The report of a run with one check that was overridden, one retried failure and two tables. */
function inputAfter(play: (engine: Engine) => void, changes: Partial<ReportInput> = {}): ReportInput {
  const engine = scriptEngine();
  play(engine);
  return {
    state: engine.store.getState(),
    runId: 'r1',
    toolVersion: '0.1.0',
    profile: profileSchema.parse({ name: 'shop' }),
    options: runOptionsSchema.parse({ overrides: { disk: 'there is room elsewhere' } }),
    targetDatabase: 'shop',
    startedAt: '2026-11-20T02:00:00.000Z',
    finishedAt: '2026-11-20T02:01:00.000Z',
    ...changes,
  };
}

function playRun(engine: Engine): void {
  const detail = 'as postgres://me:hunter2@h/d';
  const check = { type: 'check.finished', severity: 'blocker', detail, fix: 'Make room.' } as const;
  engine.emit({ ...check, id: 'disk', title: 'Disk', verdict: 'fail' });
  engine.emit({ ...check, id: 'rights', title: 'Rights', verdict: 'pass' });
  engine.emit({ type: 'run.started', runId: 'r1', source: 'a:1/x', target: 'b:2/y', tables: 2, rows: 5, bytes: 50 });
  const step = { kind: 'copy', phase: 'copy', weight: 25, done: false, rows: 0, bytes: 0 } as const;
  engine.emit({
    type: 'plan.ready',
    steps: ['a', 'b'].map((table) => ({ ...step, id: `copy:${table}`, label: `copy ${table}`, table })),
    tables: ['a', 'b'].map((table) => ({ table, rows: 3, bytes: 25 })),
  });
  engine.emit({ type: 'phase.started', phase: 'copy' });
  engine.emit({ type: 'step.started', id: 'copy:a', kind: 'copy', label: 'copy a', weight: 25 });
  const failure = { code: 'connection.lost', message: 'lost', hint: 'wait' };
  engine.emit({ type: 'step.failed', id: 'copy:a', ...failure, attempt: 1, willRetry: true });
  for (const id of ['copy:a', 'copy:b']) engine.emit({ type: 'step.finished', id, rows: 3, bytes: 25, seconds: 1 });
  engine.emit({ type: 'phase.finished', phase: 'copy', seconds: 2 });
  const table = { type: 'verify.table', sourceRows: 3, targetRows: 3, reason: '', verdict: 'match' } as const;
  engine.emit({ ...table, table: 'a', sourceChecksum: 'c', targetChecksum: 'c' });
  engine.emit({ ...table, table: 'b', sourceChecksum: '', targetChecksum: '' });
  engine.emit({ type: 'verify.item', kind: 'view', name: 'all views', verdict: 'match', detail: '3 views' });
  engine.emit({ type: 'verify.item', kind: 'role', name: 'x', verdict: 'skipped', detail: 'no right to look' });
  engine.emit({
    type: 'run.finished',
    runId: 'r1',
    outcome: 'verified',
    verdict: 'verified',
    seconds: 60,
    reportPath: '',
  });
}

test('the report of a run says what moved, what was checked and what was not, and how to go on', () => {
  const report = buildReport(inputAfter(playRun, { leftOut: [{ table: 'logs', reason: '--exclude-table' }] }));
  expect(reportSchema.parse(report)).toEqual(report);
  expect(report).toMatchObject({
    state: 'held',
    source: 'a:1/x',
    rows: 6,
    bytes: 50,
    progress: 1,
    phases: [{ phase: 'copy', seconds: 2 }],
    checks: [
      { id: 'disk', verdict: 'fail', overrideReason: 'there is room elsewhere' },
      { id: 'rights', verdict: 'pass' },
    ],
    hold: { hours: 48, until: '2026-11-22T02:01:00.000Z', rollbackCommand: 'cutover rollback r1 --confirm shop' },
  });
  expect(report.verification.checked).toEqual([
    'exact row counts of 2 tables',
    'checksums over every row of 1 table',
    'all views: 3 views',
  ]);
  expect(report.verification.skipped).toEqual([
    'checksums of 1 table',
    'role x: no right to look',
    'logs: left out (--exclude-table)',
  ]);
  expect(report.todo).toEqual([
    'Copy by other means what is needed of logs: it was left out (--exclude-table).',
    'Disk: Make room.',
  ]);
});

test('a report holds no password', () => {
  expect(JSON.stringify(buildReport(inputAfter(playRun)))).not.toContain('hunter2');
});

test('an override is shown with its reason, and never as a pass', () => {
  const report = buildReport(inputAfter(playRun));
  for (const text of [renderMarkdown(report), renderHtml(report)]) {
    expect(text).toContain('FAIL, overridden: there is room elsewhere');
  }
});

test('a run that verified nothing says so', () => {
  const options = runOptionsSchema.parse({ verify: 'none' });
  const report = buildReport(inputAfter(() => undefined, { options }));
  expect(report).toMatchObject({ state: 'paused', outcome: 'paused' });
  expect(report.verification).toMatchObject({ checked: [], skipped: [expect.stringContaining('--verify none')] });
  expect(renderMarkdown(report)).toContain('Nothing was checked.');
  expect(report.hold).toBeUndefined();
});

test('a run that was moved without any comparison is not called verified', () => {
  const held = { outcome: 'verified', state: 'held' } as const;
  const report = sampleReport({ ...held, verdict: unverified });
  expect(renderMarkdown(report)).toMatch(/^# MOVED, NOT VERIFIED: nothing was compared\n/);
  expect(renderHtml(report)).toContain('<header class="tone-warn">');
  expect(renderMarkdown(sampleReport({ ...held, verdict: 'verified: 1 table' }))).toMatch(/^# VERIFIED: source and/);
  expect(renderMarkdown(sampleReport({ ...held, verdict: 'verified in part: x' }))).toMatch(/^# VERIFIED IN PART/);
});

const end = { type: 'run.finished', runId: 'r1', seconds: 1, reportPath: '' } as const;

/** The report of a later process of the run that `playRun` was, with what that one alone has seen. */
function later(command: string, play: (engine: Engine) => void, changes: Partial<ReportInput> = {}) {
  const former = buildReport(inputAfter(playRun, { leftOut: [{ table: 'logs', reason: '--exclude-table' }] }));
  const profile = profileSchema.parse({ name: 'unnamed', environment: 'production' });
  const finishedAt = '2026-11-21T02:00:00.000Z';
  return { former, report: buildReport(inputAfter(play, { command, former, profile, finishedAt, ...changes })) };
}

test('a later verification leaves what was moved, checked and left to do in the report, and the hold as long as it was', () => {
  const compared = { type: 'verify.table', table: 'a', sourceRows: 3, targetRows: 2, reason: 'one row less' } as const;
  const { former, report } = later('verify', (engine) => {
    const step = { kind: 'verify', phase: 'verify', weight: 0, done: false, rows: 0, bytes: 0, table: 'a' } as const;
    const steps = [{ ...step, id: 'verify:a', label: 'verify a' }];
    engine.emit({ type: 'plan.ready', steps, tables: [{ table: 'a', rows: 3, bytes: 25 }] });
    engine.emit({ type: 'phase.started', phase: 'verify' });
    engine.emit({ ...compared, sourceChecksum: 'c', targetChecksum: 'd', verdict: 'differ' });
    engine.emit({ ...end, outcome: 'failed', verdict: 'verification failed: 1 of 1 table differ' });
  });
  const { profile, source, rows, bytes, checks, leftOut, todo, settings, hold } = former;
  expect(report).toMatchObject({ profile, source, rows, bytes, checks, leftOut, todo, settings, hold });
  expect(report).toMatchObject({ state: 'held', outcome: 'failed' });
  expect(report.tables.map(({ table, verification }) => [table, verification?.verdict])).toEqual([
    ['a', 'differ'],
    ['b', undefined],
  ]);
  expect(renderMarkdown(report)).toMatch(/^# HELD: the newest verification FAILED\n/);
  expect(renderMarkdown(report)).toContain(hold?.rollbackCommand);
  expect(renderMarkdown(report)).toContain('verify took 1s');
});

test('the report of a rollback still says what was moved and compared before', () => {
  const { former, report } = later('rollback', (engine) => {
    engine.emit({ type: 'phase.started', phase: 'rollback' });
    engine.emit({ type: 'verify.item', kind: 'before', name: 'all roles', verdict: 'match', detail: '1 compared' });
    engine.emit({ ...end, outcome: 'rolled-back', verdict: 'rolled back: the target is as it was' });
  });
  const { source, target, rows, tables, checks } = former;
  expect(report).toMatchObject({ state: 'rolled-back', source, target, rows, tables, checks });
  expect(report.hold).toBeUndefined();
  expect(report.verification.tablesMatching).toBe(2);
  expect(report.verification.checked).toEqual([...former.verification.checked, 'all roles: 1 compared']);
  expect(report.phases.map(({ phase }) => phase)).toEqual(['copy', 'rollback']);
  expect(renderMarkdown(report)).toContain('moved, and taken back');
});

test('a run that was rolled back by itself still says what failed', () => {
  const report = buildReport(
    inputAfter((engine) => {
      const step = { kind: 'copy', phase: 'copy', weight: 25, done: false, rows: 0, bytes: 0 } as const;
      const steps = [{ ...step, id: 'copy:a', label: 'copy a', table: 'a' }];
      engine.emit({ type: 'plan.ready', steps, tables: [{ table: 'a', rows: 3, bytes: 25 }] });
      engine.emit({ type: 'step.started', id: 'copy:a', kind: 'copy', label: 'copy a', weight: 25 });
      const failure = { code: 'copy.failed', message: 'no room', hint: 'Make room.' };
      engine.emit({ type: 'step.failed', id: 'copy:a', ...failure, attempt: 1, willRetry: false });
      const undo = { ...step, phase: 'rollback', id: 'schema:1', label: 'drop schema a' } as const;
      engine.emit({ type: 'plan.ready', steps: [undo], tables: [] });
      engine.emit({ ...end, outcome: 'rolled-back', verdict: 'no room; rolled back: the target is as it was' });
    }),
  );
  expect(report).toMatchObject({ state: 'rolled-back', failures: [{ step: 'copy a', message: 'no room' }] });
});

test('tables that followed into a run are added to what is known of it', () => {
  const { report } = later(
    'run --only-table',
    (engine) => {
      engine.emit({ type: 'phase.started', phase: 'verify' });
      const same = { sourceRows: 1, targetRows: 1, sourceChecksum: 'c', targetChecksum: 'c', reason: '' };
      engine.emit({ type: 'verify.table', table: 'logs', verdict: 'match', ...same });
      engine.emit({ ...end, outcome: 'verified', verdict: 'verified; copied later, logs: verified' });
    },
    { leftOut: [] },
  );
  expect(report.verification).toMatchObject({ tablesMatching: 3 });
  expect(report.leftOut).toEqual([]);
  expect(report.todo).toEqual(['Disk: Make room.']);
  expect(report.hold?.until).toBe('2026-11-22T02:01:00.000Z');
});

test('after finalize there is no way back to describe', () => {
  const report = buildReport(inputAfter(playRun, { finalized: true }));
  expect(report).toMatchObject({ state: 'finalized' });
  expect(report.hold).toBeUndefined();
});

test("a database's odd name stands quoted in the commands to type", () => {
  const report = buildReport(inputAfter(playRun, { targetDatabase: `it's new` }));
  expect(report.hold?.finalizeCommand).toBe(`cutover finalize r1 --confirm 'it'\\''s new'`);
});

const hostile = `<img src=x onerror=alert(1)> & "q" 'a' | **b** [l](javascript:x)\nnext`;

test('nothing that comes from a database becomes markup in the HTML report', () => {
  const html = renderHtml(hostileReport());
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;q&quot; &#39;a&#39;');
  expect(html).not.toMatch(/<(?:script|link|iframe)|src="|href=|url\(|@import/);
});

test('nothing that comes from a database ends a cell or becomes markup in the Markdown report', () => {
  const markdown = renderMarkdown(hostileReport());
  expect(markdown).not.toContain('<img');
  expect(markdown).not.toContain('**b**');
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('| ') || line.includes('---')) continue;
    const cells = line.match(/(?<!\\)\|/g)?.length;
    expect([3, 4, 5, 7], line).toContain(cells);
  }
});

function hostileReport() {
  const base = sampleReport();
  return sampleReport({
    verdict: hostile,
    profile: hostile,
    target: hostile,
    tables: base.tables.map((table) => ({ ...table, table: hostile })),
    leftOut: [{ table: hostile, reason: hostile }],
    failures: [{ step: hostile, code: 'x', message: hostile, hint: hostile, attempt: 1, retried: false }],
    checks: [{ id: 'c', title: hostile, severity: 'blocker', verdict: 'fail', detail: hostile, fix: hostile }],
    todo: [hostile],
    verification: {
      ...base.verification,
      items: [{ kind: 'view', name: hostile, verdict: 'differs', detail: hostile }],
      checked: [hostile],
      skipped: [hostile],
    },
  });
}

test('the three files are written whole, for their owner alone, and report.json is read back', async () => {
  const folder = join(stateDir, 'runs', 'r1');
  const path = await writeReport(folder, sampleReport());
  expect(path).toBe(join(folder, 'report.md'));
  expect(reportSchema.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')))).toEqual(sampleReport());
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
  expect(await readReports(stateDir)).toEqual([
    expect.objectContaining({ runId: 'r1', state: 'held', progress: 1, resumable: false, reportPath: path }),
  ]);
});

test('runs are listed newest first; what is no run is passed over', async () => {
  await writeReport(
    join(stateDir, 'runs', 'old'),
    sampleReport({ runId: 'old', startedAt: '2026-11-19T02:00:00.000Z' }),
  );
  await writeReport(join(stateDir, 'runs', 'new'), sampleReport({ runId: 'new' }));
  mkdirSync(join(stateDir, 'runs', 'empty'));
  mkdirSync(join(stateDir, 'runs', 'broken'));
  writeFileSync(join(stateDir, 'runs', 'broken', 'report.json'), '{"v": 1');
  expect((await readReports(stateDir)).map(({ runId }) => runId)).toEqual(['new', 'old']);
});

test('without a state folder there are no runs, and one that cannot be read is said to be one', async () => {
  expect(await readReports(join(stateDir, 'none'))).toEqual([]);
  writeFileSync(join(stateDir, 'file'), '');
  await expect(readReports(join(stateDir, 'file'))).rejects.toMatchObject({
    code: 'config.invalid',
    hint: expect.stringContaining('--state-dir'),
  });
});

test('a run that was killed is known from its events, the last of them cut off', async () => {
  const journal = openJournal({ stateDir, runId: 'r1' });
  const engine = scriptEngine();
  engine.onEvent((event) => journal.record(event));
  engine.emit({ type: 'run.started', runId: 'r1', source: 'a:1/x', target: 'b:2/y', tables: 1, rows: 1, bytes: 100 });
  engine.emit({ type: 'step.started', id: '1', kind: 'copy', label: 'copy a', weight: 1 });
  engine.emit({ type: 'step.finished', id: '1', rows: 1, bytes: 25, seconds: 1 });
  engine.emit({ type: 'step.started', id: '2', kind: 'copy', label: 'copy b', weight: 1 });
  journal.close();
  const path = join(journal.folder, 'events.ndjson');
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"v":1,"at":"2026`);
  expect(await readReports(stateDir)).toMatchObject([
    { runId: 'r1', state: 'paused', progress: 0.25, stoppedAt: 'copy b', resumable: true, source: 'a:1/x' },
  ]);
});

test('a verification that was cut off leaves a held run held', async () => {
  const journal = openJournal({ stateDir, runId: 'r1' });
  await writeReport(journal.folder, sampleReport({ state: 'running', outcome: 'paused', command: 'verify' }));
  const engine = scriptEngine();
  engine.onEvent((event) => journal.record(event));
  engine.emit({ type: 'run.started', runId: 'r1', source: 'a:1/x', target: 'b:2/y', tables: 1, rows: 1, bytes: 100 });
  journal.close();
  expect(await readReports(stateDir)).toMatchObject([{ runId: 'r1', state: 'held', resumable: false }]);
});

test('a rollback that was cut off is no run to be resumed', async () => {
  const { hold: _, ...report } = sampleReport({ state: 'running', outcome: 'paused', command: 'rollback' });
  await writeReport(join(stateDir, 'runs', 'r1'), report);
  expect(await readReports(stateDir)).toMatchObject([{ state: 'paused', resumable: false }]);
  // Nor is it where a kill has left its events newer than any report.
  utimesSync(join(stateDir, 'runs', 'r1', 'report.json'), 1, 1);
  const engine = scriptEngine();
  const journal = openJournal({ stateDir, runId: 'r1' });
  engine.onEvent((event) => journal.record(event));
  engine.emit({ type: 'run.started', runId: 'r1', source: 'a:1/x', target: 'b:2/y', tables: 1, rows: 1, bytes: 100 });
  engine.emit({ type: 'phase.started', phase: 'rollback' });
  const told = await readReports(stateDir);
  journal.close();
  expect(told).toMatchObject([
    { state: 'paused', resumable: false, verdict: expect.stringMatching(/repeat cutover rollback$/) },
  ]);
});

test('a report that is older than what a killed resume did is not believed', async () => {
  const folder = join(stateDir, 'runs', 'r1');
  await writeReport(folder, sampleReport({ state: 'failed', outcome: 'failed' }));
  utimesSync(join(folder, 'report.json'), 1, 1);
  const engine = scriptEngine();
  const journal = openJournal({ stateDir, runId: 'r1' });
  engine.onEvent((event) => journal.record(event));
  engine.emit({ type: 'run.started', runId: 'r1', source: 'a:1/x', target: 'b:2/y', tables: 1, rows: 1, bytes: 100 });
  journal.close();
  expect(await readReports(stateDir)).toMatchObject([{ runId: 'r1', state: 'paused' }]);
});
