import { counted } from '../preflight/words.ts';
import { describeBlame, describeDifference } from './describe.ts';
import type { Drift } from './drift.ts';
import { severities } from './severity.ts';
import { driftVerdict } from './verdict.ts';

/** Differences of one severity that a summary lists; the rest is counted. */
const mostListed = 100;

/** A summary for a pull request: GitHub's dialect. Pure. */
export function driftMarkdown(drift: Drift): string {
  const { text, advice } = driftVerdict(drift);
  const lines = ['# Schema drift', '', text, ''];
  for (const line of advice) lines.push(`- ${line}`);
  if (advice.length > 0) lines.push('');
  lines.push('| source of truth | read from | objects | hash |', '| --- | --- | ---: | --- |');
  for (const { truth, label, objects, hash } of drift.truths) {
    lines.push(`| ${truth} | ${cell(label)} | ${objects} | \`${hash.slice(0, 16)}\` |`);
  }
  lines.push('');
  for (const severity of severities) {
    const found = drift.differences.filter((difference) => difference.severity === severity);
    if (found.length === 0) continue;
    lines.push(
      `## ${counted(found.length, `${severity} difference`)}`,
      '',
      '| what | which | how | whose doing |',
      '| --- | --- | --- | --- |',
    );
    for (const difference of found.slice(0, mostListed)) {
      lines.push(
        `| ${difference.kind} | \`${cell(difference.name)}\` | ${cell(describeDifference(difference))} | ${cell(describeBlame(difference))} |`,
      );
    }
    if (found.length > mostListed) lines.push('', `and ${found.length - mostListed} more`);
    lines.push('');
  }
  const silent = notComparedLines(drift);
  if (silent.length > 0) lines.push('## Not compared', '', ...silent.map((line) => `- ${line}`), '');
  return lines.join('\n');
}

/** What some source of truth had no words for, and what there was to say about the readings. */
export function notComparedLines(drift: Drift): string[] {
  return [
    ...drift.notCompared.map(
      ({ truth, kinds }) =>
        `${truth} has no words for ${kinds.map(({ kind, count }) => `${kind} (${count})`).join(', ')}`,
    ),
    ...drift.truths.flatMap(({ truth, notes }) => notes.map((note) => `${truth}: ${note}`)),
    'publications, subscriptions, event triggers, owners, the order of columns, how tables are stored (parameters, compression, replica identity, tablespaces), what partitions have otherwise than their parent, statistics objects, casts, operators, collations, text search and foreign servers; schemas of Supabase’s own services, but for what the project has put on their tables',
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').slice(0, 300);
}
