import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runMain } from '../support/run-main.ts';

const schema = `datasource db {
  provider = "postgresql"
}
model User {
  id    Int    @id @default(autoincrement())
  email String @unique
}
`;

test('drift exits with 4 where a schema has moved since its snapshot, and says so in lines, JSON and Markdown', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-drift-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [file, summary] = [join(folder, 'schema.json'), join(folder, 'summary.md')];
  const saved = await runMain(['drift', '--save', file], { files: { 'schema.prisma': schema } });
  expect(saved).toMatchObject({ code: 0 });
  expect(saved.stdout).toContain('Only one source of truth was read');

  const compare = (prisma: string, ...more: string[]) =>
    runMain(['drift', '--snapshot', file, ...more], { files: { 'schema.prisma': prisma } });
  expect((await compare(schema)).code).toBe(0);
  const moved = schema.replace('  email', '  name  String?\n  email');
  const found = await compare(moved, '--json', '--summary', summary);
  expect(found.code).toBe(4);
  const events = found.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ type }) => type)).toEqual(['drift.truth', 'drift.truth', 'drift.difference', 'drift.finished']);
  expect(events[2]).toMatchObject({ kind: 'column', name: 'public.User.name', severity: 'breaking' });
  expect(readFileSync(summary, 'utf8')).toContain('| column | `public.User.name` |');
  expect((await compare(moved, '--allow', 'risky')).code).toBe(4);
  const unindexed = schema.replace(' @unique', ' @unique(map: "by_mail")');
  expect((await compare(unindexed, '--allow', 'harmless')).code).toBe(0);
});

test('a key that stands in a definition is in no output, though in what is saved', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-drift-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [file, summary] = [join(folder, 'schema.json'), join(folder, 'summary.md')];
  const key = ['{"alg":"HS256"}', '{"role":"service_role"}', 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
  const withKey = schema.replace('@unique', `@unique @default("Bearer ${key}")`);
  await runMain(['drift', '--save', file], { files: { 'schema.prisma': withKey } });
  for (const more of [[], ['--json'], ['--summary', summary], ['--summary', '-']]) {
    const found = await runMain(['drift', '--snapshot', file, ...more], { files: { 'schema.prisma': schema } });
    expect(found.code).toBe(4);
    expect(found.stdout).toContain('Bearer ***');
    expect(found.stdout + found.stderr).not.toContain(key);
    for (const line of more[0] === '--json' ? found.stdout.trim().split('\n') : []) JSON.parse(line);
  }
  expect(readFileSync(summary, 'utf8')).not.toContain(key);
  expect(readFileSync(file, 'utf8')).toContain(key);
});

test('drift refuses what it cannot read or write, and says why', async () => {
  const refused = async (args: readonly string[], files: Record<string, string> = {}) => {
    const { code, stderr } = await runMain(['drift', ...args], { files });
    expect(code).toBe(2);
    return stderr;
  };
  expect(await refused([])).toContain('there is nothing to compare');
  expect(await refused(['--compare', 'source'])).toContain('there is no source database to compare');
  expect(await refused(['--snapshot', 'schema.prisma'], { 'schema.prisma': schema })).toContain('is no snapshot');
  expect(await refused([], { 'schema.prisma': 'model A {' })).toContain('Prisma does not take the schema');
  expect(await refused(['--emit', 'toward', 'target'], { 'schema.prisma': schema })).toContain(
    'not among what was compared',
  );
});
