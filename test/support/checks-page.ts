import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  const sections = checks.map((check) => section(check, words.get(check.id) ?? []));
  const red = '\n## What you read where one is red\n';
  return `${[introduction, table(checks, true), checklistIntroduction, table(checklist, false), red, ...sections].join('\n')}`;
}

const checklistIntroduction = `
## The checklist

What production's word to go rests on beside them. A run looks at all of it before it begins, and the Checklist screen shows it; \`cutover check\` looks at what can be known hours before. The last ones are the manual items that a profile has by default: \`--tick ID\` gives the operator's word, and \`checklist\` in the profile names others.
`;

function table(checks: readonly Check[], linked: boolean): string {
  const rows = checks.map(
    ({ id, title, severity, asks, looksAt }) =>
      `| ${linked ? `[\`${id}\`](#${id})` : `\`${id}\``} | ${severity} | ${linked || asks !== 'neither' ? whom(asks) : 'neither end'} | ${cell(title)} | ${cell(looksAt)} |`,
  );
  return ['| check | severity | asks | green means | looks at |', '|---|---|---|---|---|', ...rows].join('\n');
}

function section({ id, title, severity }: Check, causes: readonly RedWords[]): string {
  const parts = causes.map(({ cause, severity: found, detail, fix }) => {
    const weight = found === severity ? '' : ` (${found})`;
    const todo = fix === '' ? '' : `\n  → ${escaped(fix)}`;
    return `- **${cause}**${weight}: ${escaped(detail)}${todo}`;
  });
  return `### ${id}\n\n${title}. ${severity}.\n\n${parts.join('\n')}\n`;
}

function whom(asks: Check['asks']): string {
  if (asks === 'both') return 'both ends';
  return asks === 'neither' ? 'the API' : `the ${asks}`;
}

function cell(text: string): string {
  return escaped(text).replaceAll('|', '\\|');
}

/** Signs that Markdown would take for its own are shown as they are; an underscore inside of a word is none. */
function escaped(text: string): string {
  return text.replaceAll(/[*<]|(?<!\w)_|_(?!\w)/g, (sign) => `\\${sign}`);
}
