import type { ByHand } from './supabase/by-hand.ts';
import type { ContractEvent, Control, Outcome, Phase, Severity } from './events.ts';

/** What a screen needs, and nothing else. Made from events alone by `reduce`. */
export interface State {
  readonly control: Control;
  /** The server that cannot be reached at the moment, and without which nothing goes on. */
  readonly away: 'source' | 'target' | undefined;
  readonly source: EndpointState | undefined;
  readonly target: EndpointState | undefined;
  readonly checks: readonly CheckState[];
  readonly estimate: EstimateState | undefined;
  readonly run: RunState | undefined;
  readonly phases: readonly PhaseState[];
  readonly tables: readonly TableState[];
  /** Buckets of the source, as the estimate found them. */
  readonly storage: readonly { readonly bucket: string; readonly files: number; readonly bytes: number }[];
  /** Buckets of Storage whose files are moved, in the plan's order. */
  readonly buckets: readonly BucketState[];
  /**
   * Steps under way and failed ones, in the order in which they began. Small whatever the plan's size, so that an
   * event costs the same with ten tables and with ten thousand.
   */
  readonly steps: ReadonlyMap<string, StepState>;
  /** What every step of the plan is. Made once by `plan.ready`, and shared by every later state. */
  readonly planned: ReadonlyMap<string, PlannedStep>;
  readonly totals: Totals;
  readonly failures: readonly FailureState[];
  readonly verification: VerificationState;
  /** What a rollback would do, or does. */
  readonly rollbackPlan: RollbackPlanState | undefined;
  /** What was found that only people can do. */
  readonly byHand: readonly ByHand[];
  /** Newest last, at most {@link logLimit}. */
  readonly log: readonly LogState[];
  readonly outcome: OutcomeState | undefined;
  readonly meter: Meter;
}

export interface EndpointState {
  readonly address: string;
  readonly database: string;
  readonly role: string;
  readonly version: string;
  readonly tls: boolean;
  readonly latencyMs: number;
}
export interface CheckState {
  readonly id: string;
  readonly title: string;
  readonly state: 'running' | 'pass' | 'fail' | 'skip';
  readonly severity: Severity;
  readonly detail: string;
  readonly fix: string;
}
/** What the event says, as it is. */
export type EstimateState = Readonly<Omit<Extract<ContractEvent, { type: 'estimate.finished' }>, 'v' | 'at' | 'type'>>;
export interface RunState {
  readonly runId: string;
  /** ISO time. */
  readonly startedAt: string;
  readonly source: string;
  readonly target: string;
}
export interface PhaseState {
  readonly phase: Phase;
  readonly state: 'waiting' | 'running' | 'done';
  readonly startedAt: string | undefined;
  readonly seconds: number | undefined;
  readonly stepsDone: number;
  readonly steps: number;
}
export type WorkState = 'waiting' | 'running' | 'done' | 'failed';
export interface TableState {
  readonly table: string;
  readonly state: WorkState;
  /** Rows and bytes that have passed: committed ones and those of the running steps. */
  readonly rows: number;
  readonly bytes: number;
  readonly expectedRows: number;
  readonly expectedBytes: number;
  /** Bytes a second over the last samples; 0 where nothing moves. */
  readonly bytesPerSecond: number;
  /** ISO time of the last row seen, for the words 'no rows for 20 s'. */
  readonly lastProgressAt: string | undefined;
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
  /** Label of the step that works on it now. */
  readonly activity: string | undefined;
  readonly running: number;
  readonly failed: number;
  /** Steps that are left until its rows and indexes are there. */
  readonly stepsLeft: number;
  /** Begin of the sample that the rate comes from: ms since the epoch, and the bytes by then. */
  readonly sampleAt: number;
  readonly sampleBytes: number;
}
export interface BucketState {
  readonly bucket: string;
  readonly state: WorkState;
  /** Files that are there, and bytes that have passed. */
  readonly files: number;
  readonly bytes: number;
  readonly expectedFiles: number;
  readonly expectedBytes: number;
  readonly filesPerSecond: number;
  readonly bytesPerSecond: number;
  /** ISO time of the last byte seen. */
  readonly lastProgressAt: string | undefined;
  readonly running: number;
  readonly failed: number;
  readonly stepsLeft: number;
  /** Begin of the sample that the rates come from. */
  readonly sampleAt: number;
  readonly sampleFiles: number;
  readonly sampleBytes: number;
}
/** A step as the plan has it. */
export interface PlannedStep {
  readonly id: string;
  readonly kind: string;
  readonly phase: Phase;
  readonly label: string;
  readonly weight: number;
  readonly table: string | undefined;
  /** Place of the table in {@link State.tables}; -1 for steps that work on none. */
  readonly tableIndex: number;
  /** Place of the bucket in {@link State.buckets}, for the steps that move its files. */
  readonly bucketIndex?: number;
}
/** What rates and the remaining time are computed from. Times are ms since the epoch. */
export interface Meter {
  /** When work began in this process; undefined before. Moved on by the length of each pause. */
  readonly startedAt: number | undefined;
  /** Weight that was done by then: what the ledger had. */
  readonly startWeight: number;
  readonly pausedAt: number | undefined;
  readonly sampleAt: number;
  readonly sampleRows: number;
  readonly sampleBytes: number;
}
export interface StepState extends PlannedStep {
  readonly state: 'running' | 'failed';
  /** Of the attempt that runs. */
  readonly rows: number;
  readonly bytes: number;
}
export interface Totals {
  readonly weight: number;
  readonly weightDone: number;
  readonly rows: number;
  readonly bytes: number;
  readonly expectedRows: number;
  readonly expectedBytes: number;
  readonly rowsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Seconds to the end, from the weight that is left and the rate so far; undefined before there is a rate. */
  readonly etaSeconds: number | undefined;
  /** ISO time at which anything moved last. */
  readonly lastProgressAt: string | undefined;
}
export interface FailureState {
  readonly id: string;
  readonly label: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly attempt: number;
  readonly willRetry: boolean;
}
export interface VerificationState {
  readonly tables: readonly {
    readonly table: string;
    readonly sourceRows: number;
    readonly targetRows: number;
    readonly sourceChecksum: string;
    readonly targetChecksum: string;
    readonly verdict: 'match' | 'differ' | 'skipped';
    readonly reason: string;
  }[];
  readonly items: readonly {
    readonly kind: string;
    readonly name: string;
    readonly verdict: string;
    readonly detail: string;
  }[];
}
export type RollbackPlanState = Omit<Extract<ContractEvent, { type: 'rollback.planned' }>, 'v' | 'at' | 'type'>;
export interface LogState {
  readonly at: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
}
export interface OutcomeState {
  readonly outcome: Outcome;
  readonly verdict: string;
  readonly seconds: number;
  readonly reportPath: string;
}

export const logLimit = 200;

export const initialState: State = {
  control: 'idle',
  away: undefined,
  source: undefined,
  target: undefined,
  checks: [],
  estimate: undefined,
  run: undefined,
  phases: [],
  tables: [],
  storage: [],
  buckets: [],
  steps: new Map(),
  planned: new Map(),
  totals: {
    weight: 0,
    weightDone: 0,
    rows: 0,
    bytes: 0,
    expectedRows: 0,
    expectedBytes: 0,
    rowsPerSecond: 0,
    bytesPerSecond: 0,
    etaSeconds: undefined,
    lastProgressAt: undefined,
  },
  failures: [],
  verification: { tables: [], items: [] },
  rollbackPlan: undefined,
  byHand: [],
  log: [],
  outcome: undefined,
  meter: {
    startedAt: undefined,
    startWeight: 0,
    pausedAt: undefined,
    sampleAt: 0,
    sampleRows: 0,
    sampleBytes: 0,
  },
};
