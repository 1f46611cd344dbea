import { chmodSync, closeSync, fchmodSync, fstatSync, openSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type EngineEvent, isContractEvent } from './events.ts';
import { createProgressFilter } from './progress-filter.ts';
import { eventLine, redactDeep, redactText } from './redact.ts';
import type { Report } from './report/schema.ts';
import { writeReport } from './report/write.ts';
import { makeFolderSync } from './folders.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface JournalOptions {
  readonly stateDir: string;
  readonly runId: string;
  readonly logLevel?: LogLevel;
  /** Told once where the record of the run cannot be written. */
  readonly onWarning?: (message: string) => void;
}

/** The record of one run on disk, for people. The ledger in the target is the truth; a lost journal loses no run. */
export interface Journal {
  readonly folder: string;
  /** Keeps the event where it belongs to the contract. Written within a second, and before the process exits. */
  record(event: EngineEvent): void;
  /** A line of run.log, without secrets; `extra` may hold errors. Written before it returns. */
  log(level: LogLevel, message: string, extra?: Readonly<Record<string, unknown>>): void;
  /** Writes the report's three files; the path of report.md, or undefined where the folder takes no files. */
  saveReport(report: Report): Promise<string | undefined>;
  /** Safe to call twice. */
  close(): void;
}

const flushIntervalMs = 1000;
const flushBytes = 64 * 1024;
/** Written at once: a rollback's phase is looked up when its ledger is gone. */
const flushedBehind: ReadonlySet<string> = new Set(['phase.started', 'phase.finished', 'run.finished']);

/** `$XDG_STATE_HOME/cutover`, by default `~/.local/state/cutover`. */
export function defaultStateDir(env: Readonly<Record<string, string | undefined>>): string {
  const base = env['XDG_STATE_HOME'];
  // The XDG specification: a path that is not absolute is to be ignored.
  return join(base?.startsWith('/') ? base : join(homedir(), '.local', 'state'), 'cutover');
}

export function runFolder(stateDir: string, runId: string): string {
  return join(stateDir, 'runs', runId);
}

/**
 * Opens the run's folder (0700) with events.ndjson and run.log (0600); a resumed run goes on in the same files.
 * Never throws: a full disk or a folder that cannot be written costs the record, not the run.
 */
export function openJournal(options: JournalOptions): Journal {
  const folder = runFolder(options.stateDir, options.runId);
  let warned = false;

  function warn(error: unknown): void {
    if (warned) return;
    warned = true;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The record of this run cannot be written to ${folder} (${reason}). The run itself goes on.`;
    if (options.onWarning) options.onWarning(message);
    else process.emitWarning(message, 'CutoverWarning');
  }

  try {
    makeFolderSync(folder, 0o700);
    chmodSync(folder, 0o700);
  } catch (error) {
    warn(error);
  }
  const events = openAppended(join(folder, 'events.ndjson'), warn);
  const log = openAppended(join(folder, 'run.log'), warn);
  const logger = pino(
    {
      level: options.logLevel ?? 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [
          'password',
          '*.password',
          'serviceKey',
          '*.serviceKey',
          'secretServerKey',
          '*.secretServerKey',
          'authorization',
        ],
        censor: '***',
      },
    },
    { write: (line: string) => log.write(line) },
  );

  const isDue = createProgressFilter(1000);
  let pending: string[] = [];
  let pendingBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (pending.length === 0) return;
    const text = pending.join('');
    pending = [];
    pendingBytes = 0;
    events.write(text);
  }

  process.on('exit', flush);

  return {
    folder,
    record(event) {
      if (closed || !isContractEvent(event) || !isDue(event)) return;
      const line = `${eventLine(event)}\n`;
      pending.push(line);
      pendingBytes += line.length;
      if (pendingBytes >= flushBytes || flushedBehind.has(event.type)) flush();
      else timer ??= setTimeout(flush, flushIntervalMs).unref();
    },
    log(level, message, extra) {
      if (closed) return;
      const fields = extra === undefined ? {} : (redactDeep(extra) as Record<string, unknown>);
      logger[level](fields, redactText(message));
    },
    async saveReport(report) {
      try {
        return await writeReport(folder, report);
      } catch (error) {
        warn(error);
        return undefined;
      }
    },
    close() {
      if (closed) return;
      flush();
      closed = true;
      process.off('exit', flush);
      events.close();
      log.close();
    },
  };
}

/** One line into the log of a run that has no open journal: what ended the program. Never throws. */
export function appendRunLog(stateDir: string, runId: string | undefined, message: string, error: unknown): void {
  const folder = runId === undefined ? stateDir : runFolder(stateDir, runId);
  const ignore = (): void => undefined;
  try {
    makeFolderSync(folder, 0o700);
  } catch {
    // There is nowhere left to tell it: the program is ending, and has told the operator on stderr.
    return;
  }
  const file = openAppended(join(folder, 'run.log'), ignore);
  const entry = { level: 'error', time: new Date().toISOString(), err: redactDeep(error), msg: redactText(message) };
  file.write(`${JSON.stringify(entry)}\n`);
  file.close();
}

interface AppendedFile {
  write(text: string): void;
  close(): void;
}

/** A file that is only appended to, written before `write` returns, so that the last lines survive any exit. */
function openAppended(path: string, warn: (error: unknown) => void): AppendedFile {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'a', 0o600);
    // A file of an earlier process may be open to others; what is no file is not ours to change.
    if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, 0o600);
  } catch (error) {
    warn(error);
  }
  return {
    write(text) {
      if (descriptor === undefined) return;
      try {
        const bytes = Buffer.from(text, 'utf8');
        let written = 0;
        while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      } catch (error) {
        warn(error);
      }
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
