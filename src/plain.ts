import type { Writable } from 'node:stream';
import {
  type CommandResult,
  type EngineEvent,
  isSummary,
  ladder,
  proofOf,
  redactText,
  type Rung,
  type State,
} from '../core/index.ts';
import { durationText } from '../screens/text/durations.ts';
import { countText, percentText, plural, rateText, sizeText } from '../screens/text/sizes.ts';
import { rollbackLines, rollbackSize } from '../screens/views/rollback.ts';
import type { CommandName } from './commands/table.ts';
import type { Face } from './face.ts';
import { historyLines } from './history-text.ts';
import { estimateLines } from './estimate-text.ts';
import { createTableTracker } from './table-tracker.ts';

/** Of a smaller table the rate is that of its round trips, in bytes. */
const smallestRated = 1_000_000;
const progressIntervalMs = 10_000;
/** Silence after which the progress line says so, in seconds. */
const stallSeconds = 20;
const indent = ' '.repeat(22);

export interface PlainOptions {
  readonly output: Writable;
  /** The engine's state, for the progress line. Undefined before there is an engine. */
  readonly state: () => State | undefined;
  readonly now?: () => Date;
}

export interface PlainFace extends Face {
  /** Prints the progress line where a run is under way; called every 10 s by a timer of its own. */
  tick(): void;
}

/** The face for logs: milestones with their time in UTC, no colour, no key to press. */
export function createPlainFace({ output, state, now = () => new Date() }: PlainOptions): PlainFace {
  const tables = createTableTracker();
  let isOpen = true;
  let isRunning = false;
  // stdout may be gone before the run is: the run goes on, and its folder has every event.
  output.on('error', () => {
    isOpen = false;
  });

  function write(text: string): void {
    if (isOpen) output.write(`${redactText(text)}\n`);
  }
  function line(at: string | Date, text: string): void {
    const time = (typeof at === 'string' ? new Date(at) : at).toISOString();
    write(`${time.slice(0, 19)}Z  ${text}`);
  }
  function below(text: string): void {
    if (text !== '') write(`${indent}${text.replaceAll('\n', `\n${indent}`)}`);
  }

  function tick(): void {
    const current = state();
    if (!isRunning || current === undefined || current.totals.weight === 0) return;
    line(now(), progressLine(current, now().getTime()));
  }

  const timer = setInterval(tick, progressIntervalMs);
  timer.unref();

  function show(event: EngineEvent): void {
    switch (event.type) {
      case 'endpoint.connected': {
        const tls = event.tls ? 'TLS' : 'no TLS';
        const what = `PostgreSQL ${event.version}, role ${event.role}, ${tls}, ${event.latencyMs.toFixed(0)} ms`;
        return line(event.at, `${event.end}: ${event.address}, ${what}`);
      }
      case 'check.finished':
        line(event.at, `check ${checkWord(event)}: ${event.title}${event.detail === '' ? '' : ` (${event.detail})`}`);
        if (event.verdict === 'fail') below(event.fix);
        return;
      case 'estimate.finished':
        return showEstimate(event);
      case 'run.started': {
        isRunning = true;
        const volume = `${plural(event.tables, 'table')}, some ${plural(event.rows, 'row')}, ${sizeText(event.bytes)}`;
        line(event.at, `run ${event.runId}: ${event.source} to ${event.target}: ${volume}`);
        return;
      }
      case 'phase.started':
        return line(event.at, `${event.phase}: begins`);
      case 'phase.finished':
        return line(event.at, `${event.phase}: done in ${durationText(event.seconds)}`);
      case 'step.failed':
        line(event.at, `FAILED ${tables.labelOf(event.id)} (attempt ${event.attempt}): ${event.message}`);
        below(event.hint);
        if (event.willRetry) below('It is tried again.');
        return;
      case 'step.finished': {
        const done = tables.completedBy(event);
        if (done === undefined) return;
        const size = `${plural(done.rows, 'row')}, ${sizeText(done.bytes)}`;
        const rate = done.bytes >= smallestRated ? `, ${rateText(done.bytesPerSecond)}` : '';
        return line(event.at, `copied ${done.table}: ${size} in ${durationText(done.seconds)}${rate}`);
      }
      case 'verify.table':
        return line(event.at, verifyLine(event));
      case 'verify.item':
        return line(event.at, `verify ${itemName(event)}: ${withDetail(event.verdict, event.detail)}`);
      case 'control.changed':
        if (event.control === 'pausing' || event.control === 'paused' || event.control === 'stopping') {
          line(event.at, event.control);
        }
        return;
      case 'log':
        if (event.level !== 'debug')
          line(event.at, event.level === 'info' ? event.message : `${event.level}: ${event.message}`);
        return;
      case 'rollback.planned':
        line(event.at, `rollback of run ${event.runId} on ${event.target}: ${rollbackSize(event)}`);
        for (const each of rollbackLines(event)) below(each);
        return;
      case 'reconcile.table': {
        const rows = `${countText(event.inserted)} inserted, ${countText(event.updated)} updated, ${countText(event.deleted)} deleted`;
        line(event.at, `written ${event.table}: ${rows}`);
        if (!event.sourceUnchanged) below(`THE SOURCE CHANGED TOO: ${event.proof}`);
        return;
      }
      case 'drill.finished':
        line(event.at, `drill of run ${event.runId}: ${event.passed ? 'passed' : 'FAILED'}: ${event.verdict}`);
        below(
          `killed after ${durationText(event.runSeconds)} with ${percentText(event.killedAt)} of the rows; resumed in ${durationText(event.resumeSeconds)}, verified in ${durationText(event.verifySeconds)}, rolled back in ${durationText(event.rollbackSeconds)}`,
        );
        return;
      case 'run.finished':
        isRunning = false;
        line(
          event.at,
          `${event.runId === '' ? 'the command' : `run ${event.runId}`}: ${outcomeWord(event)} after ${durationText(event.seconds)}`,
        );
        if (event.reportPath !== '') below(`report: ${event.reportPath}`);
        return;
      default:
        return;
    }
  }

  function showEstimate(event: Extract<EngineEvent, { type: 'estimate.finished' }>): void {
    line(
      event.at,
      `estimate: ${plural(event.tables.length, 'table')}, ${plural(event.rows, 'row')}, ${sizeText(event.bytes)}`,
    );
    const width = Math.max(0, ...event.tables.map((table) => table.table.length));
    for (const { table, rows, bytes, seconds } of [...event.tables].sort((a, b) => b.bytes - a.bytes)) {
      const cells = [countText(rows).padStart(14), sizeText(bytes).padStart(10), durationText(seconds).padStart(10)];
      below(`${table.padEnd(width)} ${cells.join(' ')}`);
    }
    if (event.storageObjects > 0) {
      below(`storage: ${plural(event.storageObjects, 'object')}, ${sizeText(event.storageBytes)}`);
    }
    for (const each of estimateLines(event)) below(each);
  }

  return {
    event(event) {
      tables.see(event);
      show(event);
    },
    say: (text) => line(now(), text),
    plan(plan) {
      line(now(), `plan ${plan.hash.slice(0, 12)}: ${plural(plan.steps.length, 'step')}; nothing was written`);
      for (const step of plan.steps) {
        below(`${step.phase.padEnd(10)} ${step.label}${step.weight > 0 ? ` (${sizeText(step.weight)})` : ''}`);
      }
      for (const { table, reason } of plan.leftOut) below(`left out   ${table} (${reason})`);
    },
    runs(runs) {
      if (runs.length === 0) write('no runs yet');
      for (const run of runs) {
        const share = run.state === 'paused' || run.state === 'running' ? ` ${percentText(run.progress)}` : '';
        // One that ended before it had met both ends knows neither.
        const ends = run.source === '' && run.target === '' ? '' : `${run.source} to ${run.target}  `;
        write(`${run.runId}  ${run.createdAt}  ${run.state}${share}  ${ends}${run.verdict}`);
      }
    },
    history(history) {
      for (const each of historyLines(history)) write(each);
    },
    tick,
    finish(command, result) {
      clearInterval(timer);
      const { tables = [], items = [] } = state()?.verification ?? {};
      if (verifying.has(command) && tables.length + items.length > 0)
        for (const rung of ladder({ tables, items })) line(now(), rungLine(rung));
      write(lastLine(command, result));
    },
    async close() {
      clearInterval(timer);
      if (isOpen && output.writableLength > 0) await new Promise<void>((resolve) => output.write('', () => resolve()));
    },
  };
}

function checkWord(event: { readonly verdict: 'pass' | 'fail' | 'skip'; readonly severity: string }): string {
  if (event.verdict === 'fail') return event.severity === 'info' ? 'note' : event.severity.toUpperCase();
  return event.verdict === 'pass' ? 'pass' : 'skipped';
}

/** The item that sums up a kind, `all views`, says it all by its name. */
function itemName(item: { readonly kind: string; readonly name: string }): string {
  return isSummary(item) ? item.name : `${item.kind} ${item.name}`;
}

function withDetail(verdict: string, detail: string): string {
  return detail === '' ? verdict : `${verdict}, ${detail}`;
}

function verifyLine(event: Extract<EngineEvent, { type: 'verify.table' }>): string {
  if (event.verdict === 'skipped') return `verify ${event.table}: skipped (${event.reason})`;
  if (event.verdict === 'match') {
    const how = event.sourceChecksum === '' ? 'counts match' : 'match';
    return `verify ${event.table}: ${how}, ${plural(event.sourceRows, 'row')}`;
  }
  const counts = `source ${plural(event.sourceRows, 'row')}, target ${plural(event.targetRows, 'row')}`;
  return `verify ${event.table}: DIFFERS, ${withDetail(counts, event.reason)}`;
}

/** A rung that was not climbed, or not as a whole, says why. */
function rungLine({ name, verdict, checked, skipped }: Rung): string {
  const word = { match: 'equal', part: 'equal in part', differs: 'DIFFERS', skipped: 'skipped' }[verdict];
  const left = skipped.length > 0 ? `${checked === '' ? '' : '; not checked: '}${skipped.join('; ')}` : '';
  return `ladder ${name}: ${word}: ${checked}${left}`;
}

/** One line about how far it is. A stall is said to be one. */
function progressLine({ totals, control }: State, now: number): string {
  const parts = [
    `${percentText(totals.weightDone / totals.weight)} done`,
    `${countText(totals.rows)} of some ${plural(totals.expectedRows, 'row')}`,
    `${sizeText(totals.bytes)} of ${sizeText(totals.expectedBytes)}`,
  ];
  const silence = totals.lastProgressAt === undefined ? 0 : (now - Date.parse(totals.lastProgressAt)) / 1000;
  if (control === 'paused') parts.push('paused');
  else if (silence >= stallSeconds) parts.push(`nothing has moved for ${durationText(Math.floor(silence))}`);
  else if (totals.bytesPerSecond >= 1) parts.push(rateText(totals.bytesPerSecond));
  if (totals.etaSeconds !== undefined && silence < stallSeconds) parts.push(`${durationText(totals.etaSeconds)} left`);
  return `progress: ${parts.join(', ')}`;
}

/** What the engine's outcomes are called at the end of commands that do not migrate. */
const doneWords: Partial<Record<CommandName, string>> = {
  check: 'go',
  estimate: 'estimated',
  finalize: 'finalized',
  reconcile: 'compared',
};

/** Commands whose end is a verification's. */
const verifying: ReadonlySet<CommandName> = new Set<CommandName>(['run', 'resume', 'verify', 'demo']);

/** What is called verified was compared: the same outcome stands for what simply was done. */
function outcomeWord({ outcome, verdict }: Pick<CommandResult, 'outcome' | 'verdict'>): string {
  return outcome === 'verified' && !(verdict.startsWith('verified') && proofOf(verdict) !== 'nothing')
    ? 'done'
    : outcome;
}

function lastLine(command: CommandName, result: CommandResult): string {
  const word = result.outcome === 'verified' ? (doneWords[command] ?? outcomeWord(result)) : result.outcome;
  const said = result.verdict.toLowerCase();
  // A verdict that begins with the word says it already.
  return said.startsWith(word) || said.startsWith(word.replace('-', ' '))
    ? result.verdict
    : `${word}: ${result.verdict}`;
}
