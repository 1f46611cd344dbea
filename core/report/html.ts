import { isFailure } from '../verify/types.ts';
import {
  bytesText,
  checkWord,
  countText,
  differencesOf,
  escapeHtml,
  estimateRows,
  headline,
  nextSteps,
  overridesOf,
  runFacts,
  secondsText,
  slowestTables,
  tableWord,
  tone,
  versionFacts,
} from './format.ts';
import type { Report } from './schema.ts';
import { style } from './style.ts';
import { groupNames, groupOf, groups, throughputSvg, timelineSvg } from './svg.ts';

interface Cell {
  readonly text: string;
  readonly style: 'number' | 'bad' | 'good' | 'warn' | 'code' | 'long' | 'meter';
}

function number(text: string): Cell {
  return { text, style: 'number' };
}

function judged(text: string, verdict: 'bad' | 'good' | 'warn' | undefined): Cell | string {
  return verdict === undefined ? text : { text, style: verdict };
}

function table(head: readonly (string | Cell)[], rows: readonly (readonly (string | Cell)[])[]): string {
  if (rows.length === 0) return '';
  const th = head.map((cell) => cellHtml('th', cell, ' scope="col"')).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => cellHtml('td', cell)).join('')}</tr>`).join('\n');
  const top = head.some((cell) => cell !== '') ? `<thead><tr>${th}</tr></thead>\n` : '';
  return `<div class="scroll"><table>${top}<tbody>\n${body}\n</tbody></table></div>`;
}

function cellHtml(tag: 'th' | 'td', cell: string | Cell, attributes = ''): string {
  if (typeof cell === 'string') return `<${tag}${attributes}>${escapeHtml(cell)}</${tag}>`;
  // A share of the largest, in percent.
  if (cell.style === 'meter') return `<${tag}><i class="meter" style="width:${cell.text}%"></i></${tag}>`;
  return `<${tag}${attributes} class="${cell.style}">${escapeHtml(cell.text)}</${tag}>`;
}

function list(items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<ul>\n${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('\n')}\n</ul>`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

/** report.html: one file that needs nothing else, readable from a mail or a ticket. Pure. */
export function renderHtml(report: Report): string {
  const sections: (readonly [title: string, body: string])[] = [
    ['Differences', differences(report)],
    ['What to do next', list(nextSteps(report))],
    [
      'Overridden checks',
      table(
        ['check', 'reason'],
        overridesOf(report).map(({ title, reason }) => [title, reason]),
      ),
    ],
    ['Failures', failures(report)],
    ['Timeline', timeline(report)],
    ['Throughput', throughput(report)],
    ['Slowest tables', slowest(report)],
    ['Estimate and what came of it', estimate(report)],
    ['Still to do by hand', list(report.todo)],
    ['Verification', verification(report)],
    ['Tables', tables(report)],
    [
      'Left out',
      table(
        ['table', 'reason'],
        report.leftOut.map((entry) => [entry.table, entry.reason]),
      ),
    ],
    ['Phases', phases(report)],
    ['Checks', checks(report)],
    ['Run', table(['', ''], runFacts(report))],
    [
      'Settings',
      table(
        ['', ''],
        (report.settings ?? []).map(({ name, value }) => [name, value]),
      ),
    ],
    ['Versions', table(['', ''], versionFacts(report))],
  ];
  const body = sections
    .filter(([, text]) => text !== '')
    .map(([title, text]) => `<section>\n<h2>${title}</h2>\n${text}\n</section>`)
    .join('\n');
  const title = headline(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(`${title} — ${report.target}`)}</title>
<style>${style}</style>
</head>
<body>
<header class="tone-${tone(report)}">
<h1>${escapeHtml(title)}</h1>
<p class="verdict">${escapeHtml(report.verdict)}</p>
<p class="where">${escapeHtml(`${report.source} → ${report.target} · ${report.profile}, ${report.environment} · run ${report.runId}`)}</p>
</header>
${keyFacts(report)}
${body}
</body>
</html>
`;
}

function keyFacts(report: Report): string {
  const rate = report.timeline === undefined ? 0 : meanRate(report);
  const { tablesMatching, tablesDiffering, tablesSkipped } = report.verification;
  const compared = tablesMatching + tablesDiffering;
  const facts: [name: string, value: string][] = [
    [timeName(report), secondsText(report.seconds)],
    ['rows', countText(report.rows)],
    ['data', bytesText(report.bytes)],
    ...(rate > 0 ? [['while copying', `${bytesText(rate)}/s`] as [string, string]] : []),
    ['tables', countText(report.tables.length)],
    [
      'compared and equal',
      compared === 0 ? 'none' : `${countText(tablesMatching)} of ${countText(compared + tablesSkipped)}`,
    ],
  ];
  const cells = facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`);
  return `<dl class="facts">\n${cells.join('\n')}\n</dl>`;
}

function timeName({ state, command = 'run' }: Report): string {
  if (state === 'running') return 'time so far';
  return command === 'run' ? 'time' : `time of ${command}`;
}

/** Bytes a second over the time in which any passed. */
function meanRate({ timeline }: Report): number {
  if (timeline === undefined) return 0;
  const { seconds, bytes } = timeline.throughput;
  const busy = bytes.filter((value) => value > 0);
  return busy.length === 0 ? 0 : busy.reduce((sum, value) => sum + value, 0) / (busy.length * seconds);
}

function differences(report: Report): string {
  return table(
    ['what', 'name', 'difference'],
    differencesOf(report).map(({ what, name, detail }) => [what, name, judged(detail, 'bad')]),
  );
}

function failures(report: Report): string {
  return table(
    ['step', 'what happened', 'what to do', 'code', 'attempt'],
    report.failures.map((failure) => [
      failure.step,
      { text: failure.message, style: 'bad' },
      { text: failure.hint, style: 'long' },
      { text: failure.code, style: 'code' },
      `${failure.attempt}${failure.retried ? ', tried again' : ''}`,
    ]),
  );
}

function timeline(report: Report): string {
  const found = report.timeline;
  if (found === undefined || found.phases.length + found.steps.length === 0) return '';
  const shown = new Set(found.steps.map(({ kind }) => groupOf(kind)));
  const entries = groups.filter((group) => shown.has(group)).map((group) => legend(group, groupNames[group]));
  if (found.steps.some((step) => step.state === 'failed')) entries.push(legend('failed', 'failed or taken back'));
  const left = found.stepsNotShown === 0 ? '' : `; the ${countText(found.stepsNotShown)} shortest are not drawn`;
  return joined(
    timelineSvg(found),
    entries.length === 0 ? '' : `<ul class="legend">${entries.join('')}</ul>`,
    `<p class="soft">Each lane is work that went on at the same time${left}. Times count from ${escapeHtml(found.from)}.</p>`,
  );
}

function legend(name: string, text: string): string {
  return `<li><i class="${name}"></i>${text}</li>`;
}

function throughput(report: Report): string {
  return report.timeline === undefined ? '' : throughputSvg(report.timeline);
}

function slowest(report: Report): string {
  const found = slowestTables(report);
  const most = Math.max(0.001, ...found.map(({ seconds }) => seconds));
  const estimated = found.some(({ expected }) => expected !== undefined);
  return table(
    [
      'table',
      '',
      number('time'),
      ...(estimated ? [number('estimated')] : []),
      number('rows'),
      number('data'),
      number('rate'),
    ],
    found.map(({ table: name, seconds, rows, bytes, expected }) => [
      name,
      { text: String(Math.max(1, Math.round((seconds / most) * 100))), style: 'meter' },
      number(secondsText(seconds)),
      ...(estimated ? [number(secondsText(expected))] : []),
      number(countText(rows)),
      number(bytesText(bytes)),
      number(seconds > 0 ? `${bytesText(bytes / seconds)}/s` : ''),
    ]),
  );
}

function estimate(report: Report): string {
  return table(
    ['', number('estimated'), number('actual')],
    estimateRows(report).map(([what, expected, actual]) => [
      what,
      number(expected),
      actual.startsWith('EXCEEDED') ? { text: actual, style: 'bad' } : number(actual),
    ]),
  );
}

function verification(report: Report): string {
  const { verification: found } = report;
  const summary = `${found.tablesMatching} tables match, ${found.tablesDiffering} differ, ${found.tablesSkipped} skipped.`;
  const items = table(
    ['what', 'name', 'verdict', 'detail'],
    found.items.map((item) => [
      item.kind,
      item.name,
      judged(item.verdict, item.verdict === 'match' ? 'good' : isFailure(item.verdict) ? 'bad' : undefined),
      { text: item.detail, style: 'long' },
    ]),
  );
  return joined(
    `<p>${summary}</p>`,
    found.checked.length > 0 ? `<h3>Checked</h3>\n${list(found.checked)}` : '<p>Nothing was checked.</p>',
    found.skipped.length > 0 ? `<h3>Not checked</h3>\n${list(found.skipped)}` : '',
    items,
  );
}

function tables(report: Report): string {
  return table(
    ['table', number('rows'), number('data'), 'verdict', 'source checksum', 'target checksum'],
    report.tables.map((entry) => [
      entry.table,
      number(countText(entry.rows)),
      number(bytesText(entry.bytes)),
      judged(tableWord(entry), verdictOf(entry)),
      { text: entry.verification?.sourceChecksum ?? '', style: 'code' },
      { text: entry.verification?.targetChecksum ?? '', style: 'code' },
    ]),
  );
}

function verdictOf(entry: Report['tables'][number]): 'bad' | 'good' | undefined {
  if (entry.state === 'failed' || entry.verification?.verdict === 'differ') return 'bad';
  return entry.verification?.verdict === 'match' ? 'good' : undefined;
}

function phases(report: Report): string {
  return table(
    ['phase', number('time'), number('steps')],
    report.phases.map((phase) => [
      phase.phase,
      number(secondsText(phase.seconds)),
      number(`${phase.stepsDone} of ${phase.steps}`),
    ]),
  );
}

function checks(report: Report): string {
  return table(
    ['check', 'verdict', 'detail', 'what to do'],
    report.checks.map((check) => [
      check.title,
      judged(checkWord(check), check.verdict === 'pass' ? 'good' : check.verdict === 'fail' ? 'bad' : 'warn'),
      { text: check.detail, style: 'long' },
      { text: check.verdict === 'pass' ? '' : check.fix, style: 'long' },
    ]),
  );
}
