import {
  type CommandResult,
  type Engine,
  type EstimateState,
  initialState,
  type Profile,
  type RunOptions,
  type Said,
  type State,
  type Store,
  type Word,
  toCutoverError,
} from '../core/index.ts';
import type { Connections, DemoSession, Program } from './program.ts';

export type CommandName = 'check' | 'checklist' | 'estimate' | 'run' | 'resume' | 'verify' | 'rollback';

export interface Command {
  readonly name: CommandName;
  /** Undefined while it runs. */
  readonly result: CommandResult | undefined;
}

/** The plan of a rollback, before it begins: whatever runs goes on meanwhile. */
export interface Planning {
  /** Undefined while it is read. */
  readonly result: CommandResult | undefined;
  /** The operator let the countdown end: what runs is being stopped. */
  readonly going: boolean;
}

export interface EstimateChoices {
  readonly excluded: ReadonlySet<string>;
  readonly skipLargeBytes: number | undefined;
}

/** Two databases, the choices made for them, and the engine that works on them. */
export interface Session {
  readonly profile: Profile;
  readonly connections: Connections;
  readonly options: RunOptions;
  /** Undefined while a connection is not known. */
  readonly engine: Engine | undefined;
  /** An unfinished or held run that this session goes on with. */
  readonly runId: string | undefined;
  readonly resume: boolean;
  readonly command: Command | undefined;
  readonly planning: Planning | undefined;
  /** The estimate of everything, kept while tables are left out of it. */
  readonly estimate: EstimateState | undefined;
  /** What the operator leaves out of it. */
  readonly choices: EstimateChoices;
  /** What the operator has said: ticked items and overrides, with name and time. */
  readonly said: Said;
  /** Seconds of the estimate without some tables, by key. */
  readonly secondsWithout: ((tables: ReadonlySet<string>) => number | undefined) | undefined;
  readonly demo: DemoSession | undefined;
}

export interface OpenRequest {
  readonly profile: Profile;
  readonly connections: Connections;
  readonly run?: { readonly runId: string; readonly resume: boolean };
  readonly demo?: DemoSession;
}

/** The one session of the wizard, outside of React: signals and the exit code need it too. */
export interface Sessions {
  readonly getState: () => Session | undefined;
  readonly subscribe: (listener: () => void) => () => void;
  open(request: OpenRequest): void;
  /** New settings mean a new engine; the old one is closed. What the operator ticked is kept. */
  change(change: Partial<Pick<Session, 'profile' | 'connections' | 'options' | 'choices'>>): void;
  /** Runs a command of the engine; ignored while one runs. */
  start(name: CommandName): void;
  /** Reads the plan of a rollback; nothing is stopped or changed. */
  planRollback(): void;
  /** Stops what runs at a safe point, then rolls back. */
  goRollback(): void;
  callOffRollback(): void;
  /** The operator's word for an item of the checklist, by its id, or its taking back. */
  tick(id: string): void;
  /** Goes on in spite of a red check, with a reason for the report. */
  override(check: string, reason: string): void;
  keepEstimate(estimate: EstimateState | undefined): void;
  /** Stops at a safe point; resolves when the running command has settled. */
  stop(): Promise<void>;
  /** Lets go of the session's connections and servers. */
  leave(): void;
  /** Leaves, and resolves when everything is closed. Resolves to what went wrong on the way. */
  close(): Promise<readonly Error[]>;
  /** What the exit code and the summary follow from: the last command that moved, verified or took back. */
  readonly ending: () => Ending | undefined;
}

export interface Ending {
  readonly command: Exclude<CommandName, 'checklist'>;
  readonly result: CommandResult;
  /** The engine's state by then. */
  readonly state: State;
  readonly session: Session;
}

export const nothingLeftOut: EstimateChoices = { excluded: new Set(), skipLargeBytes: undefined };

/** The store that screens read before there is an engine. */
export const emptyStore: Store = { getState: () => initialState, subscribe: () => () => undefined };

const deciding: ReadonlySet<CommandName> = new Set<CommandName>(['run', 'resume', 'verify', 'rollback']);

function failedResult(error: unknown): CommandResult {
  const { code, message, hint } = toCutoverError(error);
  return {
    outcome: 'failed',
    verdict: message,
    runId: undefined,
    reportPath: undefined,
    error: { code, message, hint },
  };
}

export function createSessions(program: Program): Sessions {
  let current: Session | undefined;
  let ending: Ending | undefined;
  let running: Promise<void> = Promise.resolve();
  const closing = new Set<Promise<void>>();
  const problems: Error[] = [];
  const listeners = new Set<() => void>();

  function word(): Word {
    return { by: program.operator, at: new Date().toISOString() };
  }

  function publish(next: Session | undefined): void {
    current = next;
    for (const listener of [...listeners]) listener();
  }

  function make(profile: Profile, connections: Connections, options: RunOptions): Engine | undefined {
    if (connections.sourceUrl === '' || connections.targetUrl === '') return undefined;
    return program.createEngine({ profile, ...connections, options });
  }

  /** Closing takes as long as the network takes; nobody waits for it but the program's end. */
  function retire(work: () => Promise<void>): void {
    const promise: Promise<void> = work()
      .catch((error: unknown) => void problems.push(toCutoverError(error)))
      .finally(() => closing.delete(promise));
    closing.add(promise);
  }

  function retireEngine(engine: Engine | undefined): void {
    if (engine === undefined) return;
    retire(async () => {
      await engine.stop();
      await engine.close();
    });
  }

  function leave(): void {
    const left = current;
    if (left === undefined) return;
    publish(undefined);
    retire(async () => {
      try {
        await left.engine?.stop();
        await left.engine?.close();
      } finally {
        await left.demo?.stop();
      }
    });
  }

  async function execute(engine: Engine, session: Session, name: CommandName): Promise<CommandResult> {
    switch (name) {
      case 'check':
        return engine.check();
      case 'estimate':
        return engine.estimate();
      case 'run':
        return engine.run({ go: true, said: session.said });
      case 'checklist':
        return engine.checklist(session.said);
      case 'resume':
        return engine.resume(session.runId);
      case 'verify':
        return engine.verify(session.runId);
      case 'rollback': {
        const confirm = engine.store.getState().target?.database ?? '';
        return engine.rollback({ confirm, ...(session.runId !== undefined && { runId: session.runId }) });
      }
    }
  }

  function start(name: CommandName): void {
    const session = current;
    const engine = session?.engine;
    if (session === undefined || engine === undefined) return;
    if (session.command !== undefined && session.command.result === undefined) return;
    publish({ ...session, command: { name, result: undefined }, planning: undefined });
    running = execute(engine, session, name)
      .catch(failedResult)
      .then((result) => {
        // The engine of a setting that was changed meanwhile has nothing to say any more.
        if (current?.engine !== engine) return;
        const next = { ...current, runId: result.runId ?? current.runId, command: { name, result } };
        if (name !== 'checklist' && deciding.has(name))
          ending = { command: name, result, state: engine.store.getState(), session: next };
        publish(next);
      });
  }

  async function settled(): Promise<void> {
    await current?.engine?.stop();
    await running;
  }

  function callOffRollback(): void {
    if (current?.planning !== undefined) publish({ ...current, planning: undefined });
  }

  async function stop(): Promise<void> {
    callOffRollback();
    await settled();
  }

  return {
    getState: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open({ profile, connections, run, demo }) {
      leave();
      publish({
        profile,
        connections,
        options: program.options,
        engine: make(profile, connections, program.options),
        runId: run?.runId,
        resume: run?.resume ?? false,
        command: undefined,
        planning: undefined,
        estimate: undefined,
        choices: nothingLeftOut,
        said: { ticks: {}, overrides: {} },
        secondsWithout: undefined,
        demo,
      });
    },
    change(change) {
      if (current === undefined) return;
      retireEngine(current.engine);
      const next = { ...current, ...change };
      publish({ ...next, engine: make(next.profile, next.connections, next.options), command: undefined });
    },
    start,
    planRollback() {
      const session = current;
      const engine = session?.engine;
      if (session === undefined || engine === undefined) return;
      publish({ ...session, planning: { result: undefined, going: false } });
      void engine
        .planRollback(session.runId)
        .catch(failedResult)
        .then((result) => {
          // Called off meanwhile, or the session is another.
          if (current?.engine !== engine || current.planning === undefined) return;
          publish({ ...current, planning: { ...current.planning, result } });
        });
    },
    goRollback() {
      if (current?.planning === undefined) return;
      publish({ ...current, planning: { ...current.planning, going: true } });
      // Called off meanwhile, or the program is being left.
      void settled().then(() => current?.planning?.going && start('rollback'));
    },
    callOffRollback,
    tick(id) {
      if (current === undefined) return;
      const { [id]: before, ...others } = current.said.ticks;
      const ticks = before === undefined ? { ...others, [id]: word() } : others;
      publish({ ...current, said: { ...current.said, ticks } });
    },
    override(check, reason) {
      if (current === undefined) return;
      const overrides = { ...current.said.overrides, [check]: { ...word(), reason } };
      publish({ ...current, said: { ...current.said, overrides } });
    },
    keepEstimate(estimate) {
      if (current === undefined || current.estimate === estimate) return;
      const { engine } = current;
      const secondsWithout = estimate && engine && ((tables: ReadonlySet<string>) => engine.secondsWithout(tables));
      publish({ ...current, estimate, secondsWithout });
    },
    stop,
    leave,
    async close() {
      leave();
      while (closing.size > 0) await Promise.all(closing);
      return problems;
    },
    ending: () => ending,
  };
}
