import { bytesText, clockText, countText, escapeHtml, secondsText } from './format.ts';
import type { Timeline } from './schema.ts';

/** Pictures of a run as inline SVG: nothing to load, nothing to run. Their colours are in the page's style. */

/** Units of the drawing; the page scales it. */
const width = 960;
const gutter = 92;
const right = 12;
const plot = width - gutter - right;
const phaseRow = 18;
const laneHeight = 11;
/** Steps at once that get a lane of their own. */
const mostLanes = 24;
const axisHeight = 22;

/** What the bars are grouped by, in the order of the legend. */
export const groups = ['copy', 'schema', 'index', 'constraint', 'verify', 'other'] as const;
type Group = (typeof groups)[number];

const groupOfKind: Readonly<Record<string, Group>> = {
  copy: 'copy',
  blobs: 'copy',
  users: 'copy',
  schema: 'schema',
  index: 'index',
  constraint: 'constraint',
  'foreign-key': 'constraint',
  validate: 'constraint',
  verify: 'verify',
};

/** What a step of this kind is drawn as. */
export function groupOf(kind: string): Group {
  return groupOfKind[kind] ?? 'other';
}

export const groupNames: Readonly<Record<Group, string>> = {
  copy: 'copying',
  schema: 'schema',
  index: 'indexes',
  constraint: 'keys and constraints',
  verify: 'verification',
  other: 'everything else',
};

interface Scale {
  readonly seconds: number;
  x(seconds: number): number;
}

function scaleOf(timeline: Timeline): Scale {
  const total = (Date.parse(timeline.to) - Date.parse(timeline.from)) / 1000;
  const seconds = Math.max(total, 0.001);
  return { seconds, x: (at) => gutter + (Math.min(at, seconds) / seconds) * plot };
}

/** A round step that gives four to eight parts. */
function tickStep(seconds: number): number {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];
  return steps.find((step) => seconds / step <= 8) ?? Math.ceil(seconds / 8 / 86_400) * 86_400;
}

function grid(scale: Scale, height: number): string {
  const step = tickStep(scale.seconds);
  const parts: string[] = [];
  for (let at = 0; at <= scale.seconds; at += step) {
    const x = fixed(scale.x(at));
    parts.push(
      `<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${height}"/>`,
      `<text class="tick" x="${x}" y="${height + 15}" text-anchor="${at === 0 ? 'start' : 'middle'}">${clockText(at, step < 1)}</text>`,
    );
  }
  return parts.join('');
}

function rect(x: number, y: number, w: number, h: number, className: string, title: string): string {
  const text = title === '' ? '/>' : `><title>${escapeHtml(title)}</title></rect>`;
  return `<rect class="${className}" x="${fixed(x)}" y="${fixed(y)}" width="${fixed(Math.max(w, 0.75))}" height="${h}" rx="1.5"${text}`;
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function picture(height: number, label: string, body: string): string {
  return `<div class="scroll"><svg viewBox="0 0 ${width} ${fixed(height)}" role="img" aria-label="${escapeHtml(label)}">${body}</svg></div>`;
}

function gaps(timeline: Timeline, scale: Scale, height: number): string {
  return timeline.gaps
    .map(({ start, end }) =>
      rect(scale.x(start), 0, scale.x(end) - scale.x(start), height, 'gap', `stopped for ${secondsText(end - start)}`),
    )
    .join('');
}

/** Phases, a row each, and below them the steps, as many lanes as there were steps at once. Pure. */
export function timelineSvg(timeline: Timeline): string {
  const scale = scaleOf(timeline);
  const names = [...new Set(timeline.phases.map(({ phase }) => phase))];
  const parts: string[] = [];
  for (const [row, name] of names.entries()) {
    const y = row * phaseRow;
    parts.push(`<text class="row" x="${gutter - 8}" y="${y + 13}" text-anchor="end">${name}</text>`);
    const spans = timeline.phases.filter(({ phase }) => phase === name);
    for (const [at, { start, end, running }] of spans.entries()) {
      const [from, to] = [scale.x(start), scale.x(end)];
      const text = `${secondsText(end - start)}${running ? ' so far' : ''}`;
      parts.push(rect(from, y + 3, to - from, phaseRow - 6, `phase${running ? ' running' : ''}`, `${name}: ${text}`));
      const after = to + 5 + text.length * 6 < width;
      // Beside the bar of a later time there may be no room; the bar's title says it all the same.
      const next = spans[at + 1];
      if (next && scale.x(next.start) < to + 10 + text.length * 6) continue;
      parts.push(
        `<text class="value" x="${fixed(after ? to + 5 : from - 5)}" y="${y + 13}" text-anchor="${after ? 'start' : 'end'}">${text}</text>`,
      );
    }
  }
  const top = names.length * phaseRow + 8;
  const lanes: number[] = [];
  for (const step of timeline.steps) {
    // A lane is free where its last bar has ended; beyond the last lane bars lie upon each other.
    const free = lanes.findIndex((end) => end <= step.start + 0.001);
    const lane = free !== -1 ? free : Math.min(lanes.length, mostLanes - 1);
    lanes[lane] = Math.max(lanes[lane] ?? 0, step.end);
    const more = step.count > 1 ? ` and ${step.count - 1} more in one transaction` : '';
    const moved = step.rows > 0 ? `, ${countText(step.rows)} rows, ${bytesText(step.bytes)}` : '';
    const how = step.state === 'done' ? '' : ` (${step.state})`;
    const title = `${step.label}${more}: ${secondsText(step.end - step.start)}${moved}${how}`;
    const style = `bar ${groupOf(step.kind)}${step.state === 'done' ? '' : ` ${step.state}`}`;
    const [from, to] = [scale.x(step.start), scale.x(step.end)];
    parts.push(rect(from, top + lane * laneHeight, to - from - 0.5, laneHeight - 2, style, title));
  }
  if (lanes.length > 0) {
    parts.push(`<text class="row" x="${gutter - 8}" y="${top + 9}" text-anchor="end">steps</text>`);
  }
  const height = top + lanes.length * laneHeight + 4;
  const label = `Timeline of ${names.length} phases and ${timeline.steps.length} steps over ${secondsText(scale.seconds)}`;
  return picture(height + axisHeight, label, gaps(timeline, scale, height) + grid(scale, height) + parts.join(''));
}

/** Bytes a second over time, on the time axis of the timeline. Empty where nothing was copied. Pure. */
export function throughputSvg(timeline: Timeline): string {
  const { seconds, bytes } = timeline.throughput;
  const rates = bytes.map((value) => value / seconds);
  const most = Math.max(0, ...rates);
  if (most === 0) return '';
  const scale = scaleOf(timeline);
  const height = 130;
  const y = (rate: number): number => height - (rate / most) * (height - 14);
  // A last point that is not over yet would look like a collapse.
  const points = rates.map((rate, index) => {
    const begin = index * seconds;
    const length = Math.min(seconds, Math.max(scale.seconds - begin, seconds / 10));
    return { from: begin, to: begin + length, rate: Math.min(most, (rate * seconds) / length) };
  });
  const line = points
    .map(({ from, to, rate }) => `L${fixed(scale.x(from))} ${fixed(y(rate))}L${fixed(scale.x(to))} ${fixed(y(rate))}`)
    .join('');
  const end = fixed(scale.x(points.at(-1)?.to ?? 0));
  const marks = [most, most / 2]
    .map(
      (rate) =>
        `<line class="grid" x1="${gutter}" x2="${width - right}" y1="${fixed(y(rate))}" y2="${fixed(y(rate))}"/>` +
        `<text class="row" x="${gutter - 8}" y="${fixed(y(rate) + 4)}" text-anchor="end">${bytesText(rate)}/s</text>`,
    )
    .join('');
  return picture(
    height + axisHeight,
    `Bytes a second over time, at most ${bytesText(most)}/s`,
    `${gaps(timeline, scale, height)}${grid(scale, height)}${marks}<path class="area" d="M${gutter} ${height}${line}L${end} ${height}Z"/>`,
  );
}
