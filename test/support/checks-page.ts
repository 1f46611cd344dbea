import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manualPrefix } from '../../core/checklist/manual.ts';
import type { Check } from '../../core/preflight/types.ts';

/** What operators read where a check is red: `<check>/<cause>.txt`, written by the tests that make it so. */
export const wordsFolder: string = join(import.meta.dirname, '..', 'core', 'preflight', 'words');

export const pagePath: string = join(import.meta.dirname, '..', '..', 'docs', 'checks.md');

export interface RedWords {
  /** What was wrong: `wrong password`. */
  readonly cause: string;
  readonly severity: string;
  readonly detail: string;
  readonly fix: string;
}

/** Check id -> its red words, by cause. */
export async function readWords(): Promise<ReadonlyMap<string, readonly RedWords[]>> {
  const ids = (await readdir(wordsFolder)).sort();
  const read = async (id: string): Promise<readonly [string, readonly RedWords[]]> => {
    const names = (await readdir(join(wordsFolder, id))).sort();
    return [id, await Promise.all(names.map((name) => readCause(id, name)))];
  };
  return new Map(await Promise.all(ids.map(read)));
}

async function readCause(id: string, name: string): Promise<RedWords> {
  const [severity = '', detail = '', fix = ''] = (await readFile(join(wordsFolder, id, name), 'utf8')).split('\n');
  return { cause: name.replace(/\.txt$/, ''), severity, detail, fix };
}

const introduction = `# Checks

What \`cutover check\`, the Connect screen and the beginning of every run look at. They run side by side, each with a limit of its own; one that cannot run is *skipped* with the reason, and is never green. A red **blocker** means no-go until it is mended, or overridden with a reason: \`--override ID=REASON\`. So does a blocker that was skipped. A **warning** is for the operator to weigh, an **info** to know.

This page is made from the checks and from what their tests read on real servers and sockets: \`npm run docs:checks\` writes it anew.
`;

/** The whole of docs/checks.md. Pure. */
export function checksPage(
  checks: readonly Check[],
  checklist: readonly Check[],
  words: ReadonlyMap<string, readonly RedWords[]>,
): string {
  const kinds = new Map([...checks, ...checklist].map((check) => [wordsOf(check), check]));
  const sections = [...kinds].map(([id, check]) => section(id, check, words.get(id) ?? []));
  const red = '\n## What you read where one is red\n';
  return `${[introduction, table(checks), checklistIntroduction, table(checklist), red, ...sections].join('\n')}`;
}

const checklistIntroduction = `
## The checklist

What production's word to go rests on beside them. A run looks at all of it before it begins, and the Checklist screen shows it; \`cutover check\` looks at what can be known hours before. The last ones are the manual items that a profile has by default: \`--tick ID\` gives the operator's word, and \`checklist\` in the profile names others.
`;

/** Manual items have one kind of words. */
export function wordsOf({ id }: Pick<Check, 'id'>): string {
  return id.startsWith(manualPrefix) ? 'manual' : id;
}

function table(checks: readonly Check[]): string {
  const rows = checks.map(
    (check) =>
      `| [\`${check.id}\`](#${wordsOf(check)}) | ${check.severity} | ${whom(check)} | ${cell(check.title)} | ${cell(check.looksAt)} |`,
  );
  return ['| check | severity | asks | green means | looks at |', '|---|---|---|---|---|', ...rows].join('\n');
}

function section(id: string, { title, severity }: Check, causes: readonly RedWords[]): string {
  const parts = causes.map(({ cause, severity: found, detail, fix }) => {
    const weight = found === severity ? '' : ` (${found})`;
    const todo = fix === '' ? '' : `\n  → ${escaped(fix)}`;
    return `- **${cause}**${weight}: ${escaped(detail)}${todo}`;
  });
  const means = id === 'manual' ? 'A manual item is ticked' : title;
  return `### ${id}\n\n${means}. ${severity}.\n\n${parts.join('\n')}\n`;
}

function whom({ asks, id }: Check): string {
  if (asks === 'both') return 'both ends';
  if (asks !== 'neither') return `the ${asks}`;
  return withoutEnds.has(wordsOf({ id })) ? 'neither end' : 'the API';
}

/** Checks that ask a clock, a folder, the history or the operator. */
const withoutEnds: ReadonlySet<string> = new Set(['window', 'backup', 'rehearsal', 'rollback-tried', 'manual']);

function cell(text: string): string {
  return escaped(text).replaceAll('|', '\\|');
}

/** Signs that Markdown would take for its own are shown as they are; an underscore inside of a word is none. */
function escaped(text: string): string {
  return text.replaceAll(/[*<]|(?<!\w)_|_(?!\w)/g, (sign) => `\\${sign}`);
}
