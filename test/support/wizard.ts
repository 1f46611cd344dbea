import {
  type CommandResult,
  createStore,
  type Engine,
  type EngineEvent,
  type EventBody,
  type Outcome,
  type Profile,
  profileSchema,
  runOptionsSchema,
  type Said,
} from '../../core/index.ts';
import type { EngineRequest, KnownRun, Program, WizardStart } from '../../src/program.ts';
import { runWizard } from '../../src/wizard.tsx';
import type { DriftFacts } from '../../screens/views/drift.ts';
import { createTestClock, type TestClock } from './clock.ts';
import { createTerminal, type TestTerminal } from './terminal.ts';

/** An engine in shape only: it records what it is told, and a test says what comes of it. */
export interface RecordedEngine extends Engine {
  readonly request: EngineRequest;
  /** Names of the commands, in order, with what they were given. */
  readonly calls: string[];
  /** Reduces events into the store, as an engine does, and publishes. */
  emit(...events: readonly EventBody[]): void;
  /** Ends the command that runs. */
  settle(outcome: Outcome, rest?: Partial<CommandResult>): void;
  /** What the operator had said when the run began. */
  said(): Said | undefined;
}

function createRecordedEngine(request: EngineRequest, clock: TestClock): RecordedEngine {
  const store = createStore();
  const calls: string[] = [];
  let pending: PromiseWithResolvers<CommandResult> | undefined;

  function begin(call: string): Promise<CommandResult> {
    calls.push(call);
    pending = Promise.withResolvers();
    return pending.promise;
  }
  function emit(...events: readonly EventBody[]): void {
    for (const event of events) store.dispatch({ v: 1, at: clock.iso(), ...event } as EngineEvent);
    store.flush();
  }
  function settle(outcome: Outcome, rest: Partial<CommandResult> = {}): void {
    pending?.resolve({ outcome, verdict: `it is ${outcome}`, runId: undefined, reportPath: undefined, ...rest });
    pending = undefined;
  }
  let heard: Said | undefined;
  return {
    request,
    calls,
    emit,
    settle,
    store,
    onEvent: () => () => undefined,
    check: () => begin('check'),
    checklist: () => begin('checklist'),
    secondsWithout: () => undefined,
    estimate: () => begin('estimate'),
    plan: () => Promise.reject(new Error('no screen asks for a plan')),
    run({ go, said }) {
      heard = said;
      return begin(`run ${go ? 'go' : 'without go'}`);
    },
    said: () => heard,
    resume: (runId) => begin(`resume ${runId ?? 'newest'}`),
    verify: (runId) => begin(`verify ${runId ?? 'newest'}`),
    rollback: ({ runId, confirm }) => begin(`rollback ${runId ?? 'newest'} ${confirm}`),
    planRollback(runId) {
      calls.push(`plan rollback ${runId ?? 'newest'}`);
      emit(plannedRollback);
      return Promise.resolve({ outcome: 'verified', verdict: '2 steps', runId, reportPath: undefined });
    },
    reconcile: () => Promise.reject(new Error('no screen reconciles')),
    finalize: () => Promise.reject(new Error('no screen finalizes')),
    runs: () => Promise.resolve([]),
    pause() {
      calls.push('pause');
      emit({ type: 'control.changed', control: 'paused' });
    },
    proceed() {
      calls.push('proceed');
      emit({ type: 'control.changed', control: 'running' });
    },
    async stop() {
      calls.push('stop');
      settle('paused', { verdict: 'stopped at a safe point' });
    },
    async close() {
      calls.push('close');
    },
  };
}

const plannedRollback: EventBody = {
  type: 'rollback.planned',
  runId: '7f3a',
  source: 'old.example.org:5432/postgres',
  target: 'new.example.org:5432/shop',
  database: 'shop',
  goes: [{ what: 'schema', name: 'public', objects: 3, bytes: 1e6 }],
  comesBack: [{ what: 'schema', name: 'public, now public_before_7f3a', objects: 1, bytes: 0 }],
  written: { known: true, tables: 1, inserted: 2, updated: 1, deleted: 0 },
  compared: true,
  steps: 2,
  seconds: 1.2,
  reminders: ['Applications: the connection strings point to old.example.org:5432/postgres again'],
};

export interface WizardWorld extends TestTerminal {
  readonly clock: TestClock;
  readonly engines: readonly RecordedEngine[];
  /** The engine that the wizard works with now. */
  engine(): RecordedEngine;
  readonly saved: readonly Profile[];
  /** What the first signal does. */
  signal(): Promise<void>;
  readonly demoStops: () => number;
  /** The exit code, when the wizard is left. */
  readonly exit: Promise<number>;
}

export interface WorldOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly profiles?: readonly Profile[];
  readonly runs?: readonly KnownRun[];
  readonly start?: WizardStart;
  readonly screenReader?: boolean;
  /** What the drift screen finds. */
  readonly drift?: DriftFacts;
  /** Why no profile can be saved. */
  readonly unsaved?: string;
}

export const shop: Profile = profileSchema.parse({
  name: 'shop',
  environment: 'rehearsal',
  source: 'postgresql://postgres@old.example.org:5432/postgres',
  target: 'postgresql://postgres@new.example.org:5432/shop',
  windowMinutes: 60,
});

const noDrift: DriftFacts = { verdict: 'No drift.', advice: [], truths: [], rows: [], notCompared: [] };

const secret = 's3cret/pw';

/** The real wizard in a terminal of its own, over engines that a test drives. */
export function openWizard(options: WorldOptions = {}): WizardWorld {
  const clock = createTestClock();
  const terminal = createTerminal(options.columns, options.rows);
  const engines: RecordedEngine[] = [];
  const saved: Profile[] = [];
  let stop: () => Promise<void> = () => Promise.resolve();
  let demoStops = 0;
  const withSecret = (url: string | undefined): string =>
    url === undefined ? '' : url.replace('postgres@', `postgres:${encodeURIComponent(secret)}@`);
  const program: Program = {
    operator: 'ann',
    toolVersion: '0.1.0',
    options: runOptionsSchema.parse({}),
    screenReader: options.screenReader ?? false,
    profiles: () => options.profiles ?? [],
    saveProfile(profile) {
      if (options.unsaved !== undefined) throw new Error(options.unsaved);
      saved.push(profile);
    },
    connections: ({ source, target }) => ({ sourceUrl: withSecret(source), targetUrl: withSecret(target) }),
    readDrift: () => Promise.resolve(options.drift ?? noDrift),
    createEngine(request) {
      const engine = createRecordedEngine(request, clock);
      engines.push(engine);
      return engine;
    },
    runs: () => Promise.resolve(options.runs ?? []),
    async startDemo(onProgress) {
      onProgress('filling the source with the sample project');
      return {
        profile: { ...shop, name: 'sample' },
        sourceUrl: 'postgresql://owner:pw@127.0.0.1:5001/postgres',
        targetUrl: 'postgresql://owner:pw@127.0.0.1:5002/shop',
        async stop() {
          demoStops += 1;
        },
      };
    },
    onStop(listener) {
      stop = listener;
      return () => undefined;
    },
  };
  const exit = runWizard(program, options.start, { ...terminal, clock });
  return {
    ...terminal,
    clock,
    engines,
    engine: () => engines.at(-1)!,
    saved,
    signal: () => stop(),
    demoStops: () => demoStops,
    exit,
  };
}
