import type { Finding, FolderLint, FolderStatus, MigrationEvent } from '../../core/index.ts';
import { plural } from '../../screens/text/sizes.ts';
import { fit, widthOf } from '../../screens/text/width.ts';

/** What is told while a command is at work, as lines of a log. */
export function eventLines(event: MigrationEvent): string[] {
  switch (event.type) {
    case 'migrations.moved':
      return [`moved ${event.from} to ${event.to}: ${event.because}`];
    case 'migrations.step':
      return [`${event.step}: ${event.detail}${event.seconds > 0 ? ` (${seconds(event.seconds)})` : ''}`];
    case 'migrations.statement': {
      const time = event.seconds > 0 ? ` ${seconds(event.seconds)}` : '';
      const head = `  ${event.index}/${event.of} line ${event.line}${time}  ${event.sql}`;
      return [head, ...event.locks.map((lock) => `      lock: ${lock}`)];
    }
    case 'migrations.waiting': {
      const head = `no lock within the time, try ${event.attempt} of ${event.of}; the next in ${event.pauseSeconds} s`;
      return [head, ...event.holders.map((holder) => `      ${holder}`)];
    }
    case 'migrations.notice':
      return [`note: ${event.message}`];
  }
}

function seconds(value: number): string {
  return value < 1 ? `${Math.max(1, Math.round(value * 1000))} ms` : `${value.toFixed(2)} s`;
}

const hereWords: Readonly<Record<FolderStatus['rows'][number]['here'], string>> = {
  applied: 'applied',
  waiting: 'waits',
  interrupted: 'INTERRUPTED',
  'rolled-back': 'taken back',
  unknown: '?',
};

/** The folder as a table, and below it what is wrong. */
export function statusLines({ root, exists, rows, problems, database }: FolderStatus): string[] {
  if (!exists) return [`there is no migration folder ${root}; 'cutover migrations new' makes one`];
  const head = ['migration', 'folder', database === undefined ? 'target' : database, 'test', 'way back'];
  const cells = rows.map(({ name, stage, here, appliedAt, tested, hasRollback }) => [
    name,
    stage,
    appliedAt === undefined ? hereWords[here] : `${hereWords[here]} ${appliedAt.slice(0, 16).replace('T', ' ')}`,
    tested === 'no' ? '-' : tested,
    hasRollback ? 'yes' : '-',
  ]);
  const all = [head, ...cells];
  const widths = head.map((_, at) => Math.max(...all.map((row) => widthOf(row[at] ?? ''))));
  const lines = all.map((row) =>
    row
      .map((cell, at) => fit(cell, widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const troubles = [
    ...rows.flatMap(({ name, troubles: own }) => own.map((trouble) => `${name}: ${trouble}`)),
    ...problems.map(({ path, detail }) => `${path} ${detail}`),
  ];
  const unknown = database === undefined ? ['no target is given: what has been applied is not known (--target)'] : [];
  return [...lines, ...(troubles.length > 0 ? ['', ...troubles] : []), ...(unknown.length > 0 ? ['', ...unknown] : [])];
}

/** Findings by file: what, why, and the safer form. The reason of a rule is told once. */
export function findingLines({ root, exists, findings, files, database }: FolderLint): string[] {
  if (!exists) return [`there is no migration folder ${root}; 'cutover migrations new' makes one`];
  const lines: string[] = [];
  const explained = new Set<string>();
  let path = '';
  for (const finding of findings) {
    if (finding.path !== path) lines.push(...(lines.length > 0 ? [''] : []), finding.path);
    path = finding.path;
    lines.push(findingLine(finding));
    if (explained.has(finding.rule) || finding.allowed !== undefined) continue;
    explained.add(finding.rule);
    lines.push(`      why: ${finding.reason}`, `      safer: ${finding.safer}`);
  }
  const open = findings.filter(({ allowed }) => allowed === undefined);
  const count = (severity: Finding['severity']) => open.filter((each) => each.severity === severity).length;
  const sizes =
    database === undefined ? '; sizes of tables are not known without --target' : `; sizes are those of ${database}`;
  const sum = `${plural(files, 'file')}: ${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}${sizes}`;
  return [...lines, ...(lines.length > 0 ? [''] : []), sum];
}

function findingLine({ line, severity, rule, message, allowed }: Finding): string {
  const word = allowed === undefined ? severity.toUpperCase() : `allowed (${allowed})`;
  return `  ${line}: ${word} ${rule}: ${message}`;
}
