import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineEvent, EventBody } from '../../core/events.ts';
import { profileSchema } from '../../core/config.ts';
import { historyLines } from '../../src/history-text.ts';
import { createMemory, historyOf } from '../../src/memory.ts';
import { openSettings, type Settings } from '../../src/settings.ts';
import { runRecord } from '../support/history.ts';
import { estimate } from '../support/run-events.ts';

let folder: string;
let settings: Settings;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-memory-'));
  settings = openSettings(folder);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const shop = profileSchema.parse({ name: 'shop' });

/** An engine that says these things, a second after each other. */
function hear(events: readonly EventBody[], profile = shop): void {
  let listener: (event: EngineEvent) => void = () => undefined;
  const memory = createMemory(
    {
      onEvent: (heard) => {
        listener = heard;
        return () => undefined;
      },
    },
    { settings, profile, jobs: 4, warn: (line) => expect.unreachable(line) },
  );
  for (const [second, event] of events.entries()) {
    const at = new Date(Date.parse('2026-11-20T02:00:00.000Z') + second * 1000).toISOString();
    listener({ v: 1, at, ...event } as EngineEvent);
  }
  memory.close();
}

const planHash = 'a'.repeat(64);
const started: EventBody = {
  type: 'run.started',
  runId: 'r1',
  source: 's',
  target: 't',
  tables: 1,
  rows: 5,
  bytes: 50,
};
const step = { id: 'copy:a', kind: 'copy', label: 'copy a', weight: 100 } as const;
const planned: EventBody = {
  type: 'plan.ready',
  planHash,
  tables: [],
  steps: [{ ...step, phase: 'copy', done: false, rows: 0, bytes: 0 }],
};
const copied: EventBody[] = [
  { type: 'step.started', ...step },
  { type: 'step.finished', id: 'copy:a', rows: 5, bytes: 50, seconds: 1 },
];
const finished = (outcome: 'verified' | 'rolled-back' | 'paused'): EventBody => ({
  type: 'run.finished',
  runId: 'r1',
  outcome,
  verdict: 'so it ended',
  seconds: 3,
  reportPath: '',
});
const run: EventBody[] = [{ type: 'phase.started', phase: 'check' }, started, planned, ...copied];

test('a run is remembered with what its steps took, and with the estimate of the same plan before it', () => {
  hear([estimate({ a: 10 }), ...run, finished('verified')]);
  expect(settings.history()).toMatchObject([
    {
      runId: 'r1',
      profile: 'shop',
      environment: 'rehearsal',
      outcome: 'verified',
      planHash,
      seconds: 5,
      preparationSeconds: 3,
      steps: [{ id: 'copy:a', weight: 100, seconds: 1 }],
      kinds: [{ kind: 'copy', steps: 1, weight: 100, seconds: 1 }],
      estimate: { seconds: 10, from: 'sample' },
      resumed: 0,
    },
  ]);
});

test('a run that was stopped and went on is one run, in two pieces', () => {
  hear([...run, finished('paused')]);
  hear([started, planned, ...copied, finished('verified')]);
  expect(settings.history()).toMatchObject([{ outcome: 'verified', resumed: 1, seconds: 5 + 4 }]);
});

test('a rollback by itself is no run, but is remembered of its run', () => {
  hear([...run, finished('verified')]);
  hear([started, { type: 'phase.finished', phase: 'rollback', seconds: 2 }, finished('rolled-back')]);
  expect(settings.history()).toMatchObject([{ outcome: 'verified', rollback: { seconds: 2, outcome: 'rolled-back' } }]);
});

test('a profile that rehearses another is remembered under that name', () => {
  const staging = profileSchema.parse({ name: 'shop-staging', rehearsalOf: 'shop' });
  hear([...run, finished('verified')], staging);
  expect(historyOf(settings, shop)).toHaveLength(1);
});

test('estimate and time are drawn to one scale, with how far the estimate was off', () => {
  const at = '2026-11-20T00:00:00.000Z';
  const lines = historyLines([
    runRecord({ seconds: 80, estimate: { at, seconds: 100, from: 'sample' } }),
    runRecord({
      runId: 'bbbb0002',
      seconds: 10,
      resumed: 1,
      drill: { killedAt: 0.43, resumeSeconds: 7, verifySeconds: 4 },
      rollback: { at, seconds: 3, outcome: 'rolled-back' },
    }),
  ]);
  expect(lines).toEqual([
    'aaaa0001  2026-11-20 01:00  shop  rehearsal  verified',
    `  estimated ${'░'.repeat(24)} 1 m 40 s from a sample`,
    `  took      ${'█'.repeat(19)}      1 m 20 s, estimated 25% too long`,
    'bbbb0002  2026-11-20 01:00  shop  rehearsal  verified, in 2 pieces',
    '  estimated nothing',
    `  took      ██${' '.repeat(22)} 10 s`,
    '  drill: killed with 43% of the rows there, resumed in 7.0 s, verified in 4.0 s',
    '  rolled back in 3.0 s',
  ]);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  expect(historyLines([])).toEqual(['no runs are remembered yet: those of a saved profile are']);
});
