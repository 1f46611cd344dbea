import { bytesText, checkWord, countText, headline, nextSteps, runFacts, secondsText, tableWord } from './format.ts';
import type { Report } from './schema.ts';

/** Everything in a report may come from a database or an operator; none of it may become markup. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0.2rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #8886; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #8883; overflow-wrap: anywhere; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bad { font-weight: 700; color: #c22; }
.verdict { font-size: 1.1rem; }
`;

interface Cell {
  readonly text: string;
  readonly style?: 'number' | 'bad';
}

function number(text: string): Cell {
  return { text, style: 'number' };
}

function judged(text: string, bad: boolean): Cell {
  return bad ? { text, style: 'bad' } : { text };
}

function table(head: readonly string[], rows: readonly (readonly (string | Cell)[])[]): string {
  if (rows.length === 0) return '';
  const th = head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map(td).join('')}</tr>`).join('\n');
  return `<table><thead><tr>${th}</tr></thead>\n<tbody>\n${body}\n</tbody></table>`;
}

function td(cell: string | Cell): string {
  if (typeof cell === 'string') return `<td>${escapeHtml(cell)}</td>`;
  return `<td${cell.style === undefined ? '' : ` class="${cell.style}"`}>${escapeHtml(cell.text)}</td>`;
}

function list(items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<ul>\n${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('\n')}\n</ul>`;
}

/** report.html: one file that needs nothing else, readable from a mail or a ticket. Pure. */
export function renderHtml(report: Report): string {
  const { verification } = report;
  const summary = `${verification.tablesMatching} tables match, ${verification.tablesDiffering} differ, ${verification.tablesSkipped} skipped.`;
  const sections: (readonly [title: string, body: string])[] = [
    ['Run', table(['', ''], runFacts(report))],
    ['What to do next', list(nextSteps(report))],
    ['Still to do by hand', list(report.todo)],
    [
      'Failures',
      table(
        ['step', 'what happened', 'what to do', 'code', 'attempt'],
        report.failures.map((failure) => [
          failure.step,
          judged(failure.message, true),
          failure.hint,
          failure.code,
          number(`${failure.attempt}${failure.retried ? ', tried again' : ''}`),
        ]),
      ),
    ],
    [
      'Verification',
      [
        `<p>${escapeHtml(summary)}</p>`,
        verification.checked.length > 0
          ? `<h3>Checked</h3>\n${list(verification.checked)}`
          : '<p>Nothing was checked.</p>',
        verification.skipped.length > 0 ? `<h3>Not checked</h3>\n${list(verification.skipped)}` : '',
        table(
          ['what', 'name', 'verdict', 'detail'],
          verification.items.map((item) => [item.kind, item.name, item.verdict, item.detail]),
        ),
      ]
        .filter((part) => part !== '')
        .join('\n'),
    ],
    [
      'Tables',
      table(
        ['table', 'rows', 'bytes', 'verdict', 'source checksum', 'target checksum'],
        report.tables.map((entry) => [
          entry.table,
          number(countText(entry.rows)),
          number(bytesText(entry.bytes)),
          judged(tableWord(entry), entry.verification?.verdict === 'differ' || entry.state === 'failed'),
          entry.verification?.sourceChecksum ?? '',
          entry.verification?.targetChecksum ?? '',
        ]),
      ),
    ],
    [
      'Left out',
      table(
        ['table', 'reason'],
        report.leftOut.map((entry) => [entry.table, entry.reason]),
      ),
    ],
    [
      'Phases',
      table(
        ['phase', 'time', 'steps'],
        report.phases.map((phase) => [
          phase.phase,
          number(secondsText(phase.seconds)),
          number(`${phase.stepsDone} of ${phase.steps}`),
        ]),
      ),
    ],
    [
      'Checks',
      table(
        ['check', 'verdict', 'detail', 'what to do'],
        report.checks.map((check) => [
          check.title,
          judged(checkWord(check), check.verdict === 'fail'),
          check.detail,
          check.verdict === 'pass' ? '' : check.fix,
        ]),
      ),
    ],
  ];
  const body = sections
    .filter(([, text]) => text !== '')
    .map(([title, text]) => `<h2>${title}</h2>\n${text}`)
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
<h1${report.state === 'failed' || report.state === 'no-go' ? ' class="bad"' : ''}>${escapeHtml(title)}</h1>
<p class="verdict">${escapeHtml(report.verdict)}</p>
${body}
</body>
</html>
`;
}
