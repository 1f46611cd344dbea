import { expect, test } from 'vitest';
import type { EngineEvent, EventBody } from '../../../core/events.ts';
import { throughputSvg, timelineSvg } from '../../../core/report/svg.ts';
import { TimelineRecorder } from '../../../core/report/timeline.ts';

/** A recorder that has seen events at seconds after two o'clock. */
function recorded(...events: readonly (readonly [second: number, body: EventBody])[]): TimelineRecorder {
  const recorder = new TimelineRecorder();
  for (const [second, body] of events) {
    const at = new Date(Date.parse('2026-11-20T02:00:00.000Z') + second * 1000).toISOString();
    recorder.see({ v: 1, at, ...body } as EngineEvent);
  }
  return recorder;
}

const started = (id: string, kind = 'copy'): EventBody => ({
  type: 'step.started',
  id,
  kind,
  label: `${kind} ${id}`,
  weight: 1,
});
const progress = (id: string, bytes: number): EventBody => ({ type: 'step.progress', id, rows: bytes / 10, bytes });
const finished = (id: string, bytes: number): EventBody => ({
  type: 'step.finished',
  id,
  rows: bytes / 10,
  bytes,
  seconds: 1,
});
const failed = (id: string, willRetry: boolean): EventBody => ({
  type: 'step.failed',
  id,
  code: 'x',
  message: 'm',
  hint: 'h',
  attempt: 1,
  willRetry,
});
const run: EventBody = { type: 'run.started', runId: 'r', source: 'a', target: 'b', tables: 1, rows: 1, bytes: 1 };

test('phases, steps and bytes a second are where they were, and every byte is counted once', () => {
  const timeline = recorded(
    [0, run],
    [0, { type: 'phase.started', phase: 'copy' }],
    [0, started('copy:public.a')],
    [2, progress('copy:public.a', 1000)],
    [4, finished('copy:public.a', 3000)],
    [4, { type: 'phase.finished', phase: 'copy', seconds: 4 }],
    [4, started('build:i', 'index')],
    [5, finished('build:i', 0)],
  ).timeline();
  expect(timeline).toMatchObject({
    from: '2026-11-20T02:00:00.000Z',
    to: '2026-11-20T02:00:05.000Z',
    phases: [{ phase: 'copy', start: 0, end: 4, running: false }],
    steps: [
      { label: 'copy copy:public.a', kind: 'copy', state: 'done', start: 0, end: 4, bytes: 3000 },
      { kind: 'index', start: 4, end: 5 },
    ],
    tables: [{ table: 'public.a', seconds: 4, bytes: 3000 }],
    throughput: { seconds: 0.25 },
  });
  const bytes = timeline?.throughput.bytes ?? [];
  expect(bytes.reduce((sum, value) => sum + value, 0)).toBe(3000);
  expect([bytes[0], bytes[15]]).toEqual([125, 250]);
});

test('an attempt that failed, a step that is under way and what a killed process left are told apart', () => {
  const timeline = recorded(
    [0, run],
    [0, started('copy:a')],
    [1, progress('copy:a', 10)],
    [2, failed('copy:a', true)],
    [3, progress('copy:a', 20)],
    [4, started('copy:b')],
    [5, progress('copy:b', 5)],
    // The process was killed; another one begins an hour later.
    [3600, run],
    [3601, started('copy:b')],
  ).timeline();
  expect(timeline?.steps.map(({ label, state, start, end }) => [label, state, start, end])).toEqual([
    ['copy copy:a', 'failed', 0, 2],
    ['copy copy:a', 'failed', 2, 3],
    ['copy copy:b', 'failed', 4, 5],
    ['copy copy:b', 'running', 3601, 3601],
  ]);
});

test('the time in which nobody was at work is a gap', () => {
  const timeline = recorded([0, run], [1, started('copy:a')], [2, finished('copy:a', 1)], [600, run]).timeline();
  expect(timeline?.gaps).toEqual([{ start: 2, end: 600 }]);
});

test('a night of a hundred thousand steps makes a report of bounded size, with the longest in the picture', () => {
  const recorder = recorded([0, run]);
  const begin = Date.parse('2026-11-20T02:00:00.000Z');
  const see = (second: number, body: EventBody): void =>
    recorder.see({ v: 1, at: new Date(begin + second * 1000).toISOString(), ...body } as EngineEvent);
  for (let step = 0; step < 100_000; step += 1) {
    see(step / 10, started(`copy:t${step}`));
    see(step / 10 + (step === 500 ? 0.09 : 0.05), finished(`copy:t${step}`, 1000));
  }
  const timeline = recorder.timeline();
  expect(timeline?.steps.length).toBeLessThanOrEqual(400);
  expect(timeline?.stepsNotShown).toBe(100_000 - (timeline?.steps.length ?? 0));
  expect(timeline?.steps.some(({ label }) => label === 'copy copy:t500')).toBe(true);
  expect(timeline?.throughput.bytes.length).toBeLessThanOrEqual(240);
  const bytes = timeline?.throughput.bytes.reduce((sum, value) => sum + value, 0) ?? 0;
  expect(Math.abs(bytes - 100_000_000)).toBeLessThan(1000);
});

test('the pictures are drawn within their frame, and names in them are no markup', () => {
  const timeline = recorded(
    [0, run],
    [0, { type: 'phase.started', phase: 'copy' }],
    [0, started('copy:<b>"x"</b>')],
    [1, progress('copy:<b>"x"</b>', 10)],
    [2, finished('copy:<b>"x"</b>', 4000)],
    [2, { type: 'phase.finished', phase: 'copy', seconds: 2 }],
    [3, failed('copy:none', false)],
  ).timeline();
  if (timeline === undefined) throw new TypeError('no timeline');
  for (const svg of [timelineSvg(timeline), throughputSvg(timeline)]) {
    expect(svg).toMatch(/^<div class="scroll"><svg viewBox="0 0 960 /);
    expect(svg).not.toContain('<b>');
    expect(svg).not.toContain('NaN');
    const xs = [...svg.matchAll(/ x="(-?[\d.]+)"/g)].map(([, x]) => Number(x));
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...xs)).toBeLessThanOrEqual(960);
  }
  expect(timelineSvg(timeline)).toContain('&lt;b&gt;');
});

test('nothing has no timeline, and a run that copied nothing no curve', () => {
  expect(new TimelineRecorder().timeline()).toBeUndefined();
  const timeline = recorded([0, run]).timeline();
  expect(timeline === undefined ? 'x' : throughputSvg(timeline)).toBe('');
});
