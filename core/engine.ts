import { performance } from 'node:perf_hooks';
import { goChecks, preparationChecks } from './checklist/checks.ts';
import { nothingSaid, reasonsOf, type Said } from './checklist/said.ts';
import type { EngineConfig } from './config.ts';
import { toCutoverError } from './errors.ts';
import { estimate } from './estimate/estimate.ts';
import type { EngineEvent, EventBody } from './events.ts';
import { type Journal, openJournal } from './journal.ts';
import type { Plan } from './plan/types.ts';
import { allChecks } from './preflight/checks.ts';
import { type CheckRequest, runChecks } from './preflight/run.ts';
import type { Check } from './preflight/types.ts';
import { connect } from './postgres/session.ts';
import { parseAddress } from './postgres/address.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { redactText } from './redact.ts';
import { ReportKeeper } from './report/keeper.ts';
import { type Ending, failedEnding } from './run/ending.ts';
import { finalizeRun } from './rollback/finalize.ts';
import { rollBack, showRollback } from './rollback/rollback.ts';
import { RunControl } from './run/control.ts';
import { refuseWithoutGo } from './run/go.ts';
import { newRunId } from './run/run-id.ts';
import { listRuns } from './run/list.ts';
import { copyLater } from './run/later.ts';
import { resumeRun, startRun } from './run/migrate.ts';
import { prepareRun } from './run/prepare.ts';
import { verifyAgain } from './run/reverify.ts';
import type { MigrateEnd } from './run/rounds.ts';
import { Reading, readReadingTarget } from './run/reading.ts';
import type { CommandResult, Engine, RunSummary } from './commands.ts';
import { createStore, type Store } from './store.ts';
import { boundAtEvent } from './young-generation.ts';

/** A command that has a record of its run, and a report: its name, and the run where it is known. */
interface Recorded {
  readonly record?: string;
  readonly runId?: string | undefined;
}

/** An engine for one pair of databases. Opens no connection before its first command. */
export function createEngine(config: EngineConfig): Engine {
  return new CutoverEngine(config);
}

class CutoverEngine implements Engine {
  readonly #config: EngineConfig;
  readonly #store = createStore();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #control = new RunControl((event) => this.#emit(event));
  /** Events from before a run has an id, so that its record begins with its checks. */
  #early: EngineEvent[] = [];
  /** The command that is recorded. */
  #record = '';
  #journal: Journal | undefined;
  #keeper: ReportKeeper | undefined;
  #active: Promise<unknown> | undefined;
  #said: Said;
  /** By this engine's own estimate; the configuration has that of an earlier one. */
  #expected: Pick<EngineConfig, 'expectedSeconds'> = {};
  #secondsWithout: ((tables: ReadonlySet<string>) => number) | undefined;

  constructor(config: EngineConfig) {
    this.#config = config;
    this.#said = this.#saidBy();
  }

  get store(): Store {
    return this.#store;
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async check(): Promise<CommandResult> {
    return await this.#command(
      {},
      async (signal) => await this.#check(signal, { checks: [...allChecks, ...preparationChecks] }),
    );
  }

  async checklist(said?: Said): Promise<CommandResult> {
    return await this.#command({}, async (signal) => {
      this.#said = this.#saidBy(said);
      return await this.#check(signal, { checks: goChecks(this.#config.profile) });
    });
  }

  secondsWithout(tables: ReadonlySet<string>): number | undefined {
    return this.#secondsWithout?.(tables);
  }

  async estimate(): Promise<CommandResult> {
    return await this.#command({}, async (signal) => {
      this.#emit({ type: 'phase.started', phase: 'estimate' });
      const started = performance.now();
      const { body, diskNeedBytes, storage, secondsWithout } = await estimate({
        config: this.#config,
        emit: (event) => this.#emit(event),
        signal,
      });
      this.#secondsWithout = secondsWithout;
      this.#expected = { expectedSeconds: body.seconds };
      this.#emit({ type: 'storage.found', buckets: [...storage] });
      this.#emit(body);
      this.#emit({ type: 'phase.finished', phase: 'estimate', seconds: (performance.now() - started) / 1000 });
      const fits =
        body.windowSeconds === 0 ? 'no window is set' : body.fits ? 'it fits the window' : 'it does not fit the window';
      const need = `${(diskNeedBytes / 1e9).toFixed(1)} GB are needed on the target`;
      return { outcome: 'verified', verdict: `${Math.ceil(body.bufferedSeconds)} s with the buffer: ${fits}; ${need}` };
    });
  }

  async plan(): Promise<Plan> {
    const config = this.#config;
    const target = await connect({ end: 'target', url: config.targetUrl, purpose: 'plan' });
    try {
      const reading = new Reading(config, await readReadingTarget(target));
      try {
        const { plan } = await prepareRun({
          reading,
          target,
          runId: newRunId(),
          config,
          emit: (event) => this.#emit(event),
        });
        return plan;
      } finally {
        await reading.close();
      }
    } finally {
      await target.close();
    }
  }

  async run(request: Parameters<Engine['run']>[0]): Promise<CommandResult> {
    const runId = newRunId();
    if (request.onlyTables) return await this.#runLater(request.go, request.onlyTables);
    return await this.#command({ record: 'run', runId }, async (signal) => {
      refuseWithoutGo(request.go);
      let reading: Reading | undefined;
      try {
        this.#said = this.#saidBy(request.said);
        const checked = await this.#check(signal, {
          checks: goChecks(this.#config.profile),
          runId,
          readAhead: (target) => {
            reading = new Reading(this.#config, target);
            void reading.readBefore();
            return reading;
          },
        });
        if (checked.outcome !== 'verified') return checked;
        return await this.#afterMigration(await startRun(this.#migration(), runId, reading));
      } finally {
        await reading?.close();
      }
    });
  }

  async #runLater(go: boolean, patterns: readonly string[]): Promise<CommandResult> {
    return await this.#command({ record: 'run --only-table' }, async () => {
      refuseWithoutGo(go);
      return await this.#afterMigration(await copyLater(this.#migration(), patterns));
    });
  }

  async resume(runId?: string): Promise<CommandResult> {
    return await this.#command({ record: 'resume', runId }, async () =>
      this.#afterMigration(await resumeRun(this.#migration(), runId)),
    );
  }

  pause(): void {
    this.#control.pause();
  }

  proceed(): void {
    this.#control.proceed();
  }

  async stop(): Promise<void> {
    await this.#control.stop();
    await this.#active?.catch(() => undefined);
  }

  async verify(runId?: string): Promise<CommandResult> {
    return await this.#command({ record: 'verify', runId }, async () => {
      const end = await verifyAgain({ ...this.#migration(), runId });
      return { ...end, differs: end.outcome === 'failed' && end.error === undefined };
    });
  }

  async rollback(request: { readonly runId?: string; readonly confirm: string }): Promise<CommandResult> {
    return await this.#command({ record: 'rollback', runId: request.runId }, async () => {
      const end = await rollBack({ ...this.#migration(), runId: request.runId, confirm: request.confirm });
      return { ...end, differs: end.outcome === 'failed' };
    });
  }

  async planRollback(runId?: string): Promise<CommandResult> {
    // Beside a command that runs: it only looks, on a connection of its own.
    try {
      const end = await showRollback({ ...this.#migration(), runId });
      return { ...end, outcome: 'verified', reportPath: undefined };
    } catch (thrown) {
      const { code, message, hint } = toCutoverError(thrown);
      return { outcome: 'failed', verdict: message, runId, reportPath: undefined, error: { code, message, hint } };
    } finally {
      this.#store.flush();
    }
  }

  async finalize(request: Parameters<Engine['finalize']>[0]): Promise<CommandResult> {
    return await this.#command({ record: 'finalize', runId: request.runId }, async () => {
      const { runId, confirm, endHoldEarly = false } = request;
      const end = await finalizeRun({ ...this.#migration(), runId, confirm, endHoldEarly });
      return { ...end, outcome: 'verified', finalized: true };
    });
  }

  async reconcile(runId?: string): Promise<CommandResult> {
    return await this.#command({}, async () => {
      const end = await reconcile({ ...this.#migration(), runId });
      return { ...end, differs: end.outcome === 'failed' };
    });
  }

  async runs(): Promise<readonly RunSummary[]> {
    return await listRuns(this.#config);
  }

  async close(): Promise<void> {
    await this.stop();
    this.#closeJournal();
  }

  /**
   * Runs one command: from its first event to its result, its record and its report. Errors for the operator become a
   * result; only a second command at the same time is a defect and throws.
   */
  async #command(about: Recorded, work: (signal: AbortSignal) => Promise<Ending>): Promise<CommandResult> {
    if (this.#active) throw new Error('the engine is at work: one command at a time');
    const abort = new AbortController();
    const offStop = this.#control.onStop(() => abort.abort());
    const begun = performance.now();
    this.#early = [];
    this.#record = about.record ?? '';
    if (about.record !== undefined && about.runId !== undefined) this.#openJournal(about.runId);
    this.#control.begin();
    const active = work(abort.signal).catch((thrown: unknown) => failedEnding(toCutoverError(thrown)));
    this.#active = active;
    try {
      const ending = await active;
      return await this.#finish(about, ending, begun);
    } finally {
      offStop();
      this.#active = undefined;
      this.#control.end();
      this.#store.flush();
    }
  }

  async #finish(about: Recorded, ending: Ending, begun: number): Promise<CommandResult> {
    const runId = ending.runId ?? about.runId;
    const error = ending.error;
    if (error) this.#journal?.log('error', `${error.code}: ${error.message}`, { error });
    let reportPath: string | undefined;
    if (about.record !== undefined) {
      if (runId !== undefined && !this.#journal) this.#openJournal(runId);
      const seconds = (performance.now() - begun) / 1000;
      const finished = { type: 'run.finished', outcome: ending.outcome, verdict: ending.verdict, seconds } as const;
      // The report tells of its own outcome, and the last event where the report is: the state comes first.
      if (runId !== undefined) {
        const preview = { ...finished, runId, reportPath: '', v: 1, at: new Date().toISOString() } as const;
        this.#store.dispatch(preview);
        const { leftOut, finalized } = ending;
        reportPath = await this.#keeper?.finish({
          ...(leftOut ? { leftOut } : {}),
          ...(finalized ? { finalized } : {}),
        });
      }
      this.#emit({ ...finished, runId: runId ?? '', reportPath: reportPath ?? '' });
      this.#closeJournal();
    }
    return {
      outcome: ending.outcome,
      verdict: ending.verdict,
      runId,
      reportPath,
      ...(ending.differs ? { differs: true } : {}),
      ...(error ? { error: { code: error.code, message: error.message, hint: error.hint } } : {}),
    };
  }

  /** What was said with flags is as old as the command. */
  #saidBy(said: Said = nothingSaid): Said {
    const { options, operator = 'the operator', said: before = nothingSaid } = this.#config;
    const at = new Date().toISOString();
    const flags = Object.entries(options.overrides).map(([id, reason]) => [id, { by: operator, at, reason }]);
    return {
      ticks: { ...before.ticks, ...said.ticks },
      overrides: { ...Object.fromEntries(flags), ...before.overrides, ...said.overrides },
    };
  }

  async #check(
    signal: AbortSignal,
    request: Omit<CheckRequest, 'config'> & { readonly checks: readonly Check[] },
  ): Promise<Ending> {
    const { checks, runId, ...rest } = request;
    this.#emit({ type: 'phase.started', phase: 'check' });
    const started = performance.now();
    const report = await runChecks(
      {
        config: { ...this.#config, ...this.#expected, said: this.#said },
        ...(runId === undefined ? {} : { runId }),
        ...rest,
      },
      (event) => this.#emit(event),
      { overrides: reasonsOf(this.#said), signal, checks },
    );
    this.#emit({ type: 'phase.finished', phase: 'check', seconds: (performance.now() - started) / 1000 });
    if (signal.aborted) return { outcome: 'paused', verdict: 'stopped before anything was written', runId };
    const red = [...report.blockers, ...report.unproven];
    if (red.length === 0) return { outcome: 'verified', verdict: 'GO: no blocker is red', runId };
    const names = red.map(({ title, detail }) => `${title}: ${detail.replace(/\.$/, '')}`).join('; ');
    return { outcome: 'no-go', verdict: `NO-GO: ${names}`, runId };
  }

  /** What follows a migration: nothing, a hold, or the way back that was asked for beforehand. */
  async #afterMigration(end: MigrateEnd): Promise<Ending> {
    const { error, leftOut, runId, verdict } = end;
    const rest = { verdict, runId, leftOut, ...(error ? { error } : {}) };
    if (end.outcome === 'verification-failed') return { ...rest, outcome: 'failed', differs: true };
    // A run that was held may be lived on: what fails behind it takes nothing of it back.
    if (end.outcome !== 'failed' || end.later || this.#config.options.onFailure === 'pause')
      return { ...rest, outcome: end.outcome };
    this.#emit({ type: 'log', level: 'error', message: `${verdict}; rolling back as --on-failure asks` });
    const { database } = parseAddress(this.#config.targetUrl, 'target');
    const back = await rollBack({ ...this.#migration(), runId, confirm: database });
    return { ...rest, outcome: back.outcome, verdict: `${verdict}; ${back.verdict}` };
  }

  #migration(): { config: EngineConfig; emit: (event: EventBody) => void; control: RunControl } {
    return { config: this.#config, emit: (event) => this.#emit(event), control: this.#control };
  }

  #openJournal(runId: string): void {
    this.#closeJournal();
    const journal = openJournal({
      stateDir: this.#config.stateDir,
      runId,
      ...(this.#config.logLevel === undefined ? {} : { logLevel: this.#config.logLevel }),
      onWarning: (message) => this.#emit({ type: 'log', level: 'warn', message }),
    });
    const config = this.#config;
    this.#keeper = new ReportKeeper({
      config,
      journal,
      runId,
      command: this.#record,
      said: () => this.#said,
      state: this.#store.getState,
    });
    this.#journal = journal;
    for (const event of this.#early.splice(0)) this.#note(event);
  }

  /** Keeps an event in the record, or until there is one. */
  #note(event: EngineEvent): void {
    this.#keeper?.see(event);
    if (this.#journal) this.#journal.record(event);
    else this.#early.push(event);
  }

  #closeJournal(): void {
    this.#keeper?.close();
    this.#keeper = undefined;
    this.#journal?.close();
    this.#journal = undefined;
  }

  #emit(body: EventBody): void {
    boundAtEvent(body.type);
    const event = { v: 1, at: new Date().toISOString(), ...body } as EngineEvent;
    // A resume or a rollback learns its run's id from the ledger: the record begins then.
    const begins =
      event.type === 'run.started' ||
      (event.type === 'rollback.planned' && this.#active && this.#record === 'rollback');
    if (begins && event.runId !== '' && !this.#journal) this.#openJournal(event.runId);
    if (event.type === 'log') this.#journal?.log(event.level, redactText(event.message));
    this.#note(event);
    this.#store.dispatch(event);
    for (const listener of [...this.#listeners]) listener(event);
  }
}
