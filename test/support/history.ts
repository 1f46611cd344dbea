import type { RunRecord } from '../../core/estimate/history.ts';

/** A verified rehearsal of the profile `shop`, with what a test wants to be otherwise. */
export function runRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    v: 1,
    runId: 'aaaa0001',
    profile: 'shop',
    environment: 'rehearsal',
    startedAt: '2026-11-20T01:00:00.000Z',
    finishedAt: '2026-11-20T01:01:40.000Z',
    planHash: 'a'.repeat(64),
    outcome: 'verified',
    verdict: 'all 3 tables match',
    jobs: 4,
    tables: 3,
    rows: 1000,
    bytes: 1_000_000,
    seconds: 100,
    preparationSeconds: 2,
    phases: [{ phase: 'copy', seconds: 90 }],
    kinds: [{ kind: 'copy', steps: 3, weight: 300, seconds: 90 }],
    steps: [{ id: 'copy:public.orders', weight: 100, seconds: 30 }],
    resumed: 0,
    ...changes,
  };
}
