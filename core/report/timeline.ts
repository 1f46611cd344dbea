import type { EngineEvent, Phase } from '../events.ts';
import type { Timeline } from './schema.ts';

/** Steps that the picture shows at most; the shortest are left out of it, and counted. */
const mostSteps = 400;
/** Points of the curve at most: beyond, each stands for twice the time. */
const mostPoints = 240;
/** Seconds that a point stands for at first. */
const narrowest = 0.25;
/** Steps of one transaction begin and end together: they are one bar, within this many seconds. */
const together = 0.02;
/** Time without any event after which nobody was at work, in seconds: a run that was stopped and taken up again. */
const gapSeconds = 60;
/** Kinds of steps whose bytes are the ones that are moved. */
const moving: ReadonlySet<string> = new Set(['copy', 'blobs']);

interface Span {
  readonly label: string;
  readonly kind: string;
  readonly table: string | undefined;
  readonly start: number;
  end: number | undefined;
  failed: boolean;
  rows: number;
  bytes: number;
  /** When its progress was told last. */
  toldAt: number;
}

interface PhaseSpan {
  readonly phase: Phase;
  readonly start: number;
  end: number | undefined;
}

/**
 * Remembers when each phase and step of a run began and ended, and how many bytes passed in each second, from its events
 * alone: those of this process as they happen, or those of earlier ones as `events.ndjson` has kept them.
 */
export class TimelineRecorder {
  #from: number | undefined;
  #last = 0;
  readonly #phases: PhaseSpan[] = [];
  readonly #done: Span[] = [];
  readonly #running = new Map<string, Span>();
  readonly #tables = new Map<string, string>();
  readonly #gaps: { readonly start: number; readonly end: number }[] = [];
  #width = narrowest;
  #bytes: number[] = [];

  /** Takes one event. Events come in their order of time. */
  see(event: EngineEvent): void {
    const time = Date.parse(event.at) / 1000;
    this.#from ??= time;
    const at = Math.max(time - this.#from, this.#last);
    if (event.type === 'plan.ready') {
      for (const { id, table } of event.steps) if (table !== undefined) this.#tables.set(id, table);
      return;
    }
    if (at - this.#last > gapSeconds && this.#running.size === 0) this.#gaps.push({ start: this.#last, end: at });
    this.#last = at;
    switch (event.type) {
      case 'run.started':
        // What was under way in an earlier process was rolled back with it.
        this.#cutOff(at);
        return;
      case 'phase.started':
        this.#phases.push({ phase: event.phase, start: at, end: undefined });
        return;
      case 'phase.finished': {
        const phase = this.#phases.findLast((each) => each.phase === event.phase && each.end === undefined);
        if (phase) phase.end = at;
        return;
      }
      case 'step.started':
        this.#running.set(event.id, {
          label: event.label,
          kind: event.kind,
          table: this.#tables.get(event.id) ?? copiedTable(event.id),
          start: at,
          end: undefined,
          failed: false,
          rows: 0,
          bytes: 0,
          toldAt: at,
        });
        return;
      case 'step.progress':
        this.#advance(event.id, event.rows, event.bytes, at);
        return;
      case 'step.finished':
        this.#advance(event.id, event.rows, event.bytes, at);
        this.#close(event.id, at, false);
        return;
      case 'step.failed':
        if (event.willRetry) this.#restart(event.id, at);
        else this.#close(event.id, at, true);
        return;
      case 'run.finished':
        for (const phase of this.#phases) phase.end ??= at;
        return;
      default:
        return;
    }
  }

  /** What is known by now. Plain data; times are seconds since `from`. */
  timeline(): Timeline | undefined {
    if (this.#from === undefined) return undefined;
    const last = this.#last;
    const spans = [...this.#done, ...this.#running.values()];
    const bars = merged(spans, last);
    const shown = bars.length <= mostSteps ? bars : longest(bars);
    return {
      from: new Date(this.#from * 1000).toISOString(),
      to: new Date((this.#from + last) * 1000).toISOString(),
      phases: this.#phases.map(({ phase, start, end }) => ({
        phase,
        start: rounded(start),
        end: rounded(end ?? last),
        running: end === undefined,
      })),
      steps: shown,
      stepsNotShown: bars.length - shown.length,
      gaps: this.#gaps.map(({ start, end }) => ({ start: rounded(start), end: rounded(end) })),
      throughput: { seconds: this.#width, bytes: this.#bytes.map(Math.round) },
      tables: tableTimes(spans, last),
    };
  }

  #advance(id: string, rows: number, bytes: number, at: number): void {
    const span = this.#running.get(id);
    if (span === undefined) return;
    if (moving.has(span.kind) && bytes > span.bytes) this.#spread(span.toldAt, at, bytes - span.bytes);
    span.rows = rows;
    span.bytes = Math.max(span.bytes, bytes);
    span.toldAt = at;
  }

  /** Bytes count for the whole time in which they may have passed: progress is told in jumps. */
  #spread(from: number, to: number, bytes: number): void {
    while (to / this.#width >= mostPoints) {
      const halved: number[] = [];
      for (const [index, value] of this.#bytes.entries()) {
        halved[index >> 1] = (halved[index >> 1] ?? 0) + value;
      }
      this.#bytes = halved;
      this.#width *= 2;
    }
    const first = Math.floor(from / this.#width);
    const last = Math.floor(to / this.#width);
    while (this.#bytes.length <= last) this.#bytes.push(0);
    const length = to - from;
    for (let point = first; point <= last; point += 1) {
      const share =
        length <= 0
          ? 1 / (last - first + 1)
          : (Math.min(to, (point + 1) * this.#width) - Math.max(from, point * this.#width)) / length;
      this.#bytes[point] = (this.#bytes[point] ?? 0) + bytes * share;
    }
  }

  #close(id: string, at: number, failed: boolean): void {
    const span = this.#running.get(id);
    if (span === undefined) return;
    this.#running.delete(id);
    span.end = at;
    span.failed = failed;
    this.#done.push(span);
  }

  /** An attempt that is followed by another one moved nothing that stayed. */
  #restart(id: string, at: number): void {
    const span = this.#running.get(id);
    if (span === undefined) return;
    this.#close(id, at, true);
    this.#running.set(id, { ...span, start: at, end: undefined, failed: false, rows: 0, bytes: 0, toldAt: at });
  }

  #cutOff(at: number): void {
    for (const [id, span] of this.#running) this.#close(id, span.toldAt, true);
    for (const phase of this.#phases) phase.end ??= at;
  }
}

/** The table of a copy step, for events that come without a plan. */
function copiedTable(id: string): string | undefined {
  return /^copy:(.+?)(?::\d+)?$/s.exec(id)?.[1];
}

type Bar = Timeline['steps'][number];

function merged(spans: readonly Span[], last: number): Bar[] {
  const bars = new Map<string, { bar: Bar; count: number }>();
  for (const span of spans) {
    const end = span.end ?? last;
    const state = span.end === undefined ? 'running' : span.failed ? 'failed' : 'done';
    const key = [span.kind, state, Math.round(span.start / together), Math.round(end / together)].join(' ');
    const known = bars.get(key);
    if (known === undefined) {
      const { label, kind, rows, bytes } = span;
      bars.set(key, {
        bar: { label, kind, state, start: rounded(span.start), end: rounded(end), rows, bytes, count: 1 },
        count: 1,
      });
      continue;
    }
    known.count += 1;
    const { bar } = known;
    known.bar = { ...bar, rows: bar.rows + span.rows, bytes: bar.bytes + span.bytes, count: known.count };
  }
  return [...bars.values()].map(({ bar }) => bar).sort((a, b) => a.start - b.start || b.end - a.end);
}

function longest(bars: readonly Bar[]): Bar[] {
  const enough = bars
    .map(({ start, end, state }) => (state === 'done' ? end - start : Number.POSITIVE_INFINITY))
    .sort((a, b) => b - a)[mostSteps - 1];
  return bars.filter(({ start, end, state }) => state !== 'done' || end - start >= (enough ?? 0)).slice(0, mostSteps);
}

/** From the first begin to the last end of a table's copy; what several chunks did at once is one time. */
function tableTimes(spans: readonly Span[], last: number): Timeline['tables'] {
  const tables = new Map<string, { start: number; end: number; rows: number; bytes: number }>();
  for (const { kind, table, start, end = last, rows, bytes, failed } of spans) {
    if (kind !== 'copy' || table === undefined || failed) continue;
    const known = tables.get(table);
    if (known === undefined) tables.set(table, { start, end, rows, bytes });
    else {
      known.start = Math.min(known.start, start);
      known.end = Math.max(known.end, end);
      known.rows += rows;
      known.bytes += bytes;
    }
  }
  return [...tables].map(([table, { start, end, rows, bytes }]) => ({
    table,
    seconds: rounded(end - start),
    rows,
    bytes,
  }));
}

/** Milliseconds suffice for a picture, and keep report.json small. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
