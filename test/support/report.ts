import type { Report } from '../../core/report/schema.ts';

/** A report of a verified run, with whatever a test wants to be different. */
export function sampleReport(changes: Partial<Report> = {}): Report {
  return {
    v: 1,
    runId: 'r1',
    toolVersion: '0.1.0',
    profile: 'shop',
    environment: 'rehearsal',
    source: 'old.example.org:5432/postgres',
    target: 'new.example.org:5432/shop',
    targetDatabase: 'shop',
    startedAt: '2026-11-20T02:00:00.000Z',
    finishedAt: '2026-11-20T02:01:00.000Z',
    seconds: 60,
    outcome: 'verified',
    state: 'held',
    verdict: '1 table matches',
    progress: 1,
    rows: 3,
    bytes: 300,
    phases: [{ phase: 'copy', seconds: 2, steps: 1, stepsDone: 1 }],
    tables: [
      {
        table: 'public.orders',
        state: 'done',
        rows: 3,
        bytes: 300,
        verification: {
          verdict: 'match',
          sourceRows: 3,
          targetRows: 3,
          sourceChecksum: 'c1',
          targetChecksum: 'c1',
          reason: '',
        },
      },
    ],
    leftOut: [],
    checks: [],
    failures: [],
    verification: {
      mode: 'checksums',
      tablesMatching: 1,
      tablesDiffering: 0,
      tablesSkipped: 0,
      items: [],
      checked: ['exact row counts of 1 table'],
      skipped: [],
    },
    todo: [],
    hold: {
      hours: 48,
      until: '2026-11-22T02:01:00.000Z',
      finalizeCommand: 'cutover finalize r1 --confirm shop',
      rollbackCommand: 'cutover rollback r1 --confirm shop',
    },
    ...changes,
  };
}
