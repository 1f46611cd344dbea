import {
  bytesText,
  checkWord,
  countText,
  differencesOf,
  estimateRows,
  headline,
  nextSteps,
  overridesOf,
  runFacts,
  secondsText,
  slowestTables,
  tableWord,
  versionFacts,
} from './format.ts';
import type { Report } from './schema.ts';

/** Names and messages come from databases: nothing in them may end a cell, or become markup. */
function cell(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replace(/[|`*_[\]<>#]/g, (character) =>
      character === '<' ? '&lt;' : character === '>' ? '&gt;' : `\\${character}`,
    )
    .replace(/\s*[\r\n]+\s*/g, ' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(cell)))].join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${cell(item)}`).join('\n');
}

/** report.md: the whole report for people, in the order in which they ask. Pure. */
export function renderMarkdown(report: Report): string {
  const { verification } = report;
  const sections: (readonly [title: string, body: string])[] = [
    ['Run', table(['', ''], runFacts(report))],
    [
      'Differences',
      rowsOr(
        differencesOf(report).map(({ what, name, detail }) => [what, name, detail]),
        ['what', 'name', 'difference'],
      ),
    ],
    ['What to do next', list(nextSteps(report))],
    ['Still to do by hand', list(report.todo)],
    [
      'Overridden checks',
      rowsOr(
        overridesOf(report).map(({ title, reason }) => [title, reason]),
        ['check', 'reason'],
      ),
    ],
    [
      'Failures',
      report.failures
        .map((failure) => {
          const retried = failure.retried ? ', tried again' : '';
          return [
            `- ${cell(failure.step)}: ${cell(failure.message)} (${cell(failure.code)}, attempt ${failure.attempt}${retried})`,
            ...(failure.hint === '' ? [] : [`  ${cell(failure.hint)}`]),
          ].join('\n');
        })
        .join('\n'),
    ],
    [
      'Verification',
      [
        `${verification.tablesMatching} tables match, ${verification.tablesDiffering} differ, ${verification.tablesSkipped} skipped.`,
        verification.checked.length > 0 ? `Checked:\n\n${list(verification.checked)}` : 'Nothing was checked.',
        verification.skipped.length > 0 ? `Not checked:\n\n${list(verification.skipped)}` : '',
        verification.items.length > 0
          ? table(
              ['what', 'name', 'verdict', 'detail'],
              verification.items.map((item) => [item.kind, item.name, item.verdict, item.detail]),
            )
          : '',
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
    ],
    [
      'Slowest tables',
      rowsOr(
        slowestTables(report).map((entry) => [
          entry.table,
          secondsText(entry.seconds),
          secondsText(entry.expected),
          countText(entry.rows),
          bytesText(entry.bytes),
        ]),
        ['table', 'time', 'estimated', 'rows', 'bytes'],
      ),
    ],
    ['Estimate and what came of it', rowsOr(estimateRows(report), ['', 'estimated', 'actual'])],
    [
      'Tables',
      rowsOr(
        report.tables.map((entry) => [
          entry.table,
          countText(entry.rows),
          bytesText(entry.bytes),
          tableWord(entry),
          entry.verification?.sourceChecksum ?? '',
          entry.verification?.targetChecksum ?? '',
        ]),
        ['table', 'rows', 'bytes', 'verdict', 'source checksum', 'target checksum'],
      ),
    ],
    [
      'Left out',
      rowsOr(
        report.leftOut.map((entry) => [entry.table, entry.reason]),
        ['table', 'reason'],
      ),
    ],
    [
      'Phases',
      rowsOr(
        report.phases.map((phase) => [phase.phase, secondsText(phase.seconds), `${phase.stepsDone} of ${phase.steps}`]),
        ['phase', 'time', 'steps'],
      ),
    ],
    [
      'Checks',
      rowsOr(
        report.checks.map((check) => [
          check.title,
          checkWord(check),
          check.detail,
          check.verdict === 'pass' ? '' : check.fix,
        ]),
        ['check', 'verdict', 'detail', 'what to do'],
      ),
    ],
    [
      'Settings',
      rowsOr(
        (report.settings ?? []).map(({ name, value }) => [name, value]),
        ['', ''],
      ),
    ],
    ['Versions', rowsOr(versionFacts(report), ['', ''])],
  ];
  const body = sections.filter(([, text]) => text !== '').map(([title, text]) => `## ${title}\n\n${text}`);
  return `${[`# ${headline(report)}`, cell(report.verdict), ...body].join('\n\n')}\n`;
}

function rowsOr(rows: readonly (readonly string[])[], head: readonly string[]): string {
  return rows.length === 0 ? '' : table(head, rows);
}
