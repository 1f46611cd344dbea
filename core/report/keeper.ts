import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Said } from '../checklist/said.ts';
import type { EngineConfig } from '../config.ts';
import type { EngineEvent } from '../events.ts';
import type { Journal } from '../journal.ts';
import { parseAddress } from '../postgres/address.ts';
import type { State } from '../state.ts';
import { buildReport } from './build.ts';
import { recordedEvents } from './events.ts';
import type { FormerReport } from './former.ts';
import { reportSchema } from './schema.ts';
import { TimelineRecorder } from './timeline.ts';

/** How often a report is made while the run goes, in ms; a crash then leaves one that is this old at most. */
const intervalMs = 10_000;
/** Making it takes this share of the time at most: the report of ten thousand tables is large. */
const share = 0.01;

export interface KeeperRequest {
  readonly config: EngineConfig;
  readonly journal: Journal;
  readonly runId: string;
  /** The command that is at work: `run`, `resume`, `verify`, `rollback`, `finalize`. */
  readonly command: string;
  /** The operator's word by now. */
  readonly said?: () => Said;
  readonly state: () => State;
}

/** What a command knows of its end. */
export interface ReportEnding {
  readonly leftOut?: readonly { readonly table: string; readonly reason: string }[] | undefined;
  readonly finalized?: boolean | undefined;
}

/** Makes the report of a run while it goes, and at its end. What earlier processes did of the run is in it too. */
export class ReportKeeper {
  readonly #request: KeeperRequest;
  readonly #recorder = new TimelineRecorder();
  readonly #startedAt = new Date().toISOString();
  readonly #former: FormerReport | undefined;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<unknown> = Promise.resolve();

  constructor(request: KeeperRequest) {
    this.#request = request;
    // What it was asked to do and what was checked, only the command knows that began it.
    if (request.command !== 'run') this.#former = formerReport(request.journal.folder);
    for (const event of recordedEvents(request.journal.folder)) this.#recorder.see(event);
    this.#plan(intervalMs);
  }

  see(event: EngineEvent): void {
    this.#recorder.see(event);
    if (event.type !== 'run.started' || this.#timer === undefined) return;
    // The first as soon as there is something to report.
    clearTimeout(this.#timer);
    this.#plan(0);
  }

  /** Makes the last report; the path of report.md, or undefined where the folder takes no files. */
  async finish(ending: ReportEnding): Promise<string | undefined> {
    this.close();
    await this.#saving;
    return await this.#save(ending, false);
  }

  /** Makes no further report by itself. Safe to call twice. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #plan(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#saving = this.#meanwhile();
    }, delayMs).unref();
  }

  async #meanwhile(): Promise<void> {
    const begun = performance.now();
    if (this.#request.state().run !== undefined) await this.#save({}, true);
    // Closed meanwhile: the end has the last word.
    if (this.#timer !== undefined) this.#plan(Math.max(intervalMs, (performance.now() - begun) / share));
  }

  async #save(ending: ReportEnding, running: boolean): Promise<string | undefined> {
    const { config, journal, runId, command, said, state } = this.#request;
    const timeline = this.#recorder.timeline();
    const { leftOut, finalized } = ending;
    return await journal.saveReport(
      buildReport({
        state: state(),
        runId,
        command,
        toolVersion: config.toolVersion,
        profile: config.profile,
        options: config.options,
        ...(said ? { said: said() } : {}),
        targetDatabase: parseAddress(config.targetUrl, 'target').database,
        startedAt: this.#startedAt,
        finishedAt: new Date().toISOString(),
        timeline,
        node: process.version,
        system: `${process.platform} ${process.arch}`,
        running,
        ...(leftOut ? { leftOut } : {}),
        ...(finalized ? { finalized } : {}),
        former: this.#former,
      }),
    );
  }
}

/** The report of the run's earlier processes. */
function formerReport(folder: string): FormerReport {
  try {
    return reportSchema.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
  } catch {
    // None, or one of another version: the report then says nothing of it.
    return {};
  }
}
