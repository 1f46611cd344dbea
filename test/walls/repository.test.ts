import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { contractEventSchema } from '../../core/events.ts';
import { commandNames, commands, flags, globalFlags } from '../../src/commands/table.ts';
import { root } from './imports.ts';

/** What git ignores, and git itself. */
const passedOver = new Set(['.git', '.prepare', 'node_modules', 'dist', 'coverage']);
const isPrivate = (name: string) => /^\.env(\.|$)|\.log$|\.tgz$|^\.prepare\.lock/.test(name);

function filesOf(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (passedOver.has(entry.name) || isPrivate(entry.name)) return [];
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? filesOf(file) : [file];
  });
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const files = filesOf('.').map((file) => ({ file, text: read(file) }));
const readme = read('README.md');

/** `file:line` of every match. */
function places(pattern: RegExp): string[] {
  return files.flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  );
}

describe('no file of the repository has in it', () => {
  // Put together here, so that this file does not find itself.
  const folder = (...names: string[]) => new RegExp(`(?<![\\w.*}-])/(?:${names.join('|')})/`);

  test('a path of the machine it was written on', () => {
    expect(places(folder('work', 'root'))).toEqual([]);
  });

  test("a package registry's host", () => {
    expect(places(new RegExp(`${'registry'}\\.[a-z0-9-]+\\.[a-z]|"${'resolved'}":`))).toEqual([]);
  });

  test('a private key or a service token', () => {
    const begin = '-----BEGIN ';
    const jwt = 'ey'.concat('J[A-Za-z0-9_-]{10,}\\.ey', 'J[A-Za-z0-9_-]{10,}\\.');
    expect(places(new RegExp(`${begin}[A-Z ]*PRIVATE KEY|${jwt}|\\bsb${'p'}_[0-9a-f]{20}`))).toEqual([]);
  });

  test('a mark of a merge that was not ended', () => {
    expect(places(/^(?:<{7}|>{7}) /)).toEqual([]);
  });
});

test('the bootstrap needs nothing but Node', () => {
  const bootstrap = files.filter(({ file }) => file.startsWith('.ci/') && file.endsWith('.mjs'));
  expect(bootstrap.length).toBeGreaterThan(0);
  for (const { text } of bootstrap) {
    const specifiers = [...text.matchAll(/\bfrom '([^']+)'/g)].map((match) => match[1] ?? '');
    expect(specifiers.filter((specifier) => !specifier.startsWith('node:') && !specifier.startsWith('./'))).toEqual([]);
  }
});

test('.ci/run can be executed', () => {
  expect(statSync(path.join(root, '.ci/run')).mode & 0o111).not.toBe(0);
});

test('the README names every command, and none that is not built', () => {
  const named = [...readme.matchAll(/^\| `cutover(?: ([a-z]+))?/gm)].map((match) => match[1] ?? 'wizard');
  expect([...new Set(named)].toSorted()).toEqual([...commandNames].toSorted());
});

test('the README names every flag, and none that is not built', () => {
  const built = new Set([...globalFlags, ...commandNames.flatMap((name) => commands[name].flags)]);
  const words = [...built].map((name) => /--[a-z-]+/.exec(flags[name].syntax)?.[0] ?? '');
  const named = [...readme.matchAll(/(?<=[`\s(])--[a-z][a-z-]*/g)].map(([word]) => word);
  expect([...new Set(named)].toSorted()).toEqual([...new Set([...words, '--help', '--version'])].toSorted());
});

test('the README names every exit code', () => {
  const named = [...readme.matchAll(/^\| (\d+(?:, \d+)?) \|/gm)].map((match) => match[1]);
  expect(named).toEqual(['0', '1', '2', '3', '4', '5', '6', '130, 143']);
});

test('every event that programs rely on is defined, and no other is printed as JSON', () => {
  const types = contractEventSchema.options.map((option) => option.shape.type.value);
  expect(types.toSorted()).toEqual([
    'check.finished',
    'drill.finished',
    'estimate.finished',
    'phase.finished',
    'phase.started',
    'reconcile.finished',
    'reconcile.table',
    'rollback.planned',
    'run.finished',
    'run.started',
    'step.failed',
    'step.finished',
    'step.progress',
    'step.started',
    'verify.item',
    'verify.table',
  ]);
});

test('every decision record has a context, a decision and a consequence', () => {
  const records = files.filter(({ file }) => file.startsWith('docs/decisions/'));
  expect(records.length).toBeGreaterThan(0);
  for (const { file, text } of records) {
    expect(file).toMatch(/^docs\/decisions\/\d{4}-[a-z0-9-]+\.md$/);
    const headings = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings, file).toEqual(['Context', 'Decision', 'Consequence']);
  }
});

test('every link of the documents leads to a file', () => {
  const broken = files
    .filter(({ file }) => file.endsWith('.md'))
    .flatMap(({ file, text }) =>
      [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
        .map((match) => path.normalize(path.join(path.dirname(file), match[1] ?? '')))
        .filter((link) => statSync(path.join(root, link), { throwIfNoEntry: false }) === undefined)
        .map((link) => `${file} -> ${link}`),
    );
  expect(broken).toEqual([]);
});

test('folders are made by core/folders.ts: Node’s own recursive mkdir never returns from below /proc', () => {
  const found = places(/mkdir(?:Sync)?\(.*recursive: true/).filter((place) => /^(?:core|src)\//.test(place));
  expect(found).toEqual([]);
});
