import type { EventBody, Phase } from '../../core/index.ts';

/** Both ends answer. */
export const connected: readonly EventBody[] = [
  {
    type: 'endpoint.connected',
    end: 'source',
    address: 'old.example.org:5432/postgres',
    database: 'postgres',
    role: 'postgres',
    version: '15.8',
    tls: true,
    latencyMs: 12,
  },
  {
    type: 'endpoint.connected',
    end: 'target',
    address: 'new.example.org:5432/shop',
    database: 'shop',
    role: 'postgres',
    version: '17.2',
    tls: true,
    latencyMs: 3,
  },
];

type Check = Extract<EventBody, { type: 'check.finished' }>;

export function check(id: string, verdict: Check['verdict'], rest: Partial<Check> = {}): Check {
  return {
    type: 'check.finished',
    id,
    title: `Check ${id}`,
    severity: 'blocker',
    verdict,
    detail: '',
    fix: '',
    ...rest,
  };
}

/** The part of an estimate that says where it comes from: a sample of just now. */
export const estimateBasis = {
  jobs: 4,
  planHash: 'a'.repeat(64),
  rates: {
    from: 'sample',
    at: '2026-11-20T01:00:00.000Z',
    runId: '',
    rows: 10_000,
    bytes: 10_000_000,
    seconds: 4,
    notes: [],
  },
  phases: [],
  buckets: [],
  rollbackSeconds: 30,
} satisfies Partial<Extract<EventBody, { type: 'estimate.finished' }>>;

/** Tables of the sizes given, in MB. */
export function estimate(sizes: Readonly<Record<string, number>>, windowSeconds = 3600): EventBody {
  const tables = Object.entries(sizes).map(([table, megabytes]) => ({
    table,
    rows: megabytes * 1000,
    bytes: megabytes * 1_000_000,
    seconds: megabytes,
  }));
  const seconds = tables.reduce((sum, table) => sum + table.seconds, 0);
  return {
    type: 'estimate.finished',
    tables,
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
    storageObjects: 0,
    storageBytes: 0,
    seconds,
    bufferedSeconds: seconds * 1.5,
    windowSeconds,
    fits: seconds * 1.5 <= windowSeconds,
    ...estimateBasis,
  };
}

type PlanReady = Extract<EventBody, { type: 'plan.ready' }>;

/** A plan that copies each table and builds an index on it; 1000 rows and 1 MB a table. */
export function plan(tables: readonly string[], done: readonly string[] = []): PlanReady {
  const step = (kind: string, phase: Phase, table: string): PlanReady['steps'][number] => ({
    id: `${kind} ${table}`,
    kind,
    phase,
    label: `${kind} ${table}`,
    weight: kind === 'copy' ? 1_000_000 : 100_000,
    table,
    done: done.includes(`${kind} ${table}`),
    rows: done.includes(`${kind} ${table}`) && kind === 'copy' ? 1000 : 0,
    bytes: done.includes(`${kind} ${table}`) && kind === 'copy' ? 1_000_000 : 0,
  });
  return {
    type: 'plan.ready',
    steps: tables.flatMap((table) => [
      step('copy', 'copy', table),
      step('index', 'index', table),
      step('verify', 'verify', table),
    ]),
    tables: tables.map((table) => ({ table, rows: 1000, bytes: 1_000_000 })),
  };
}

export const runStarted = {
  type: 'run.started',
  runId: '7f3a',
  source: 'old.example.org:5432/postgres',
  target: 'new.example.org:5432/shop',
  tables: 3,
  rows: 3000,
  bytes: 3_000_000,
} as const satisfies EventBody;

export const started = (id: string): EventBody => ({
  type: 'step.started',
  id,
  kind: id.split(' ')[0] ?? '',
  label: id,
  weight: 0,
});
export const progress = (id: string, rows: number): EventBody => ({
  type: 'step.progress',
  id,
  rows,
  bytes: rows * 1000,
});
export const finished = (id: string, rows = 1000): EventBody => ({
  type: 'step.finished',
  id,
  rows,
  bytes: rows * 1000,
  seconds: 1,
});
export const failed = (id: string, willRetry = false): EventBody => ({
  type: 'step.failed',
  id,
  code: 'copy.failed',
  message: 'the target closed the connection',
  hint: 'See the target server log.',
  attempt: 3,
  willRetry,
});

/** What a rollback announces: it lists no tables. */
export const rollbackPlan: PlanReady = {
  type: 'plan.ready',
  steps: [
    {
      id: 'drop public',
      kind: 'copy',
      phase: 'rollback',
      label: 'drop public',
      weight: 9,
      done: false,
      rows: 0,
      bytes: 0,
    },
  ],
  tables: [],
};
