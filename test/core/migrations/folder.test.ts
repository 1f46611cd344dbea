import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CutoverError } from '../../../core/errors.ts';
import { findMigration, readMigrationFolder, schemaFiles } from '../../../core/migrations/folder.ts';
import { monthOf, nameComplaint, parseFileName, slugOf, versionOf } from '../../../core/migrations/names.ts';
import { migrationFolder } from '../../support/migrations.ts';

const full = {
  '20260101000000_init.sql': 'create table a (id int);',
  'planned/20260301000000_third.sql': 'select 3;',
  'testing/20260201000000_second.sql': 'select 2;',
  'applied/2026-01/20260115000000_between.sql': 'select 1;',
  'rollbacks/20260201000000_second.sql': 'select -2;',
  'README.md': 'not a migration',
  'template.sql': '-- nor this',
  'planned/notes/20260301000001_deeper.sql': 'nor this',
};

test('every stage is read, in the order of versions, with the way back beside it', async () => {
  const folder = await readMigrationFolder(await migrationFolder(full));
  expect(folder.files.map(({ name, stage }) => [name, stage])).toEqual([
    ['20260101000000_init', 'plain'],
    ['20260115000000_between', 'applied'],
    ['20260201000000_second', 'testing'],
    ['20260301000000_third', 'planned'],
  ]);
  expect(folder.rollbacks.get('20260201000000')?.text).toBe('select -2;');
  expect(folder.problems).toEqual([]);
  expect(schemaFiles(folder).map(({ description }) => description)).toEqual(['init', 'between']);
  expect(schemaFiles(folder, { planned: true })).toHaveLength(4);
});

test('a folder that is not there is no error, and says so', async () => {
  expect(await readMigrationFolder(join(await migrationFolder({}), 'none'))).toMatchObject({
    exists: false,
    files: [],
  });
});

test('line ends and a byte order mark change neither text nor hash; other encodings are named with their line', async () => {
  const root = await migrationFolder({
    '20260101000000_lf.sql': 'select 1;\nselect 2;\n',
    '20260101000001_crlf.sql': '\uFEFFselect 1;\r\nselect 2;\r\n',
    '20260101000002_latin.sql': Buffer.from("select 1;\nselect 'ä';\n", 'latin1'),
    '20260101000003_wide.sql': Buffer.from('\uFEFFselect 1;', 'utf16le'),
    '20260101000004_nul.sql': 'select 1;\0',
  });
  const { files, problems } = await readMigrationFolder(root);
  expect(files[1]?.hash).toBe(files[0]?.hash);
  expect(problems).toEqual([
    { kind: 'encoding', path: '20260101000002_latin.sql', detail: expect.stringContaining('line 2') },
    { kind: 'encoding', path: '20260101000003_wide.sql', detail: expect.stringContaining('UTF-16') },
    { kind: 'encoding', path: '20260101000004_nul.sql', detail: expect.stringContaining('NUL') },
  ]);
});

test('names out of form, versions twice and ways back of nothing are named', async () => {
  const root = await migrationFolder({
    '0001_init.sql': '',
    'planned/20261301000000_month_13.sql': '',
    'planned/20260101000000_Upper Case.sql': '',
    'planned/add_status.sql': '',
    'planned/20260201000000_one.sql': '',
    'applied/2026-02/20260201000000_one.sql': '',
    'rollbacks/20260201000000_uno.sql': '',
    'rollbacks/20200101000000_gone.sql': '',
  });
  const { files, problems } = await readMigrationFolder(root);
  expect(problems.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
    'name planned/20260101000000_Upper Case.sql',
    'duplicate planned/20260201000000_one.sql',
    'name planned/20261301000000_month_13.sql',
    'name planned/add_status.sql',
    'lone-rollback rollbacks/20200101000000_gone.sql',
    'lone-rollback rollbacks/20260201000000_uno.sql',
  ]);
  expect(files).toHaveLength(5);
});

test('a migration is named by version, name, path or a part that no other has', async () => {
  const { files } = await readMigrationFolder(await migrationFolder(full));
  for (const word of ['20260301000000', '20260301000000_third', 'planned/20260301000000_third.sql', 'third']) {
    expect(findMigration(files, word).description).toBe('third');
  }
  expect(() => findMigration(files, '2026')).toThrow(/names more than one/);
  expect(() => findMigration(files, 'fourth')).toThrow(CutoverError);
});

test('names are made from words and times, and read back', () => {
  const at = new Date('2026-11-21T14:03:22.999Z');
  expect(versionOf(at)).toBe('20261121140322');
  expect(monthOf(at)).toBe('2026-11');
  expect(slugOf(' Füge "Status" zu Orders!! ')).toBe('fuge_status_zu_orders');
  expect(() => slugOf('***')).toThrow(CutoverError);
  expect(parseFileName('20261121140322_a_b.sql')).toEqual({ version: '20261121140322', description: 'a_b' });
  expect(parseFileName('20261121140322.sql')).toBeUndefined();
  expect(nameComplaint({ version: '20261121140322', description: 'a_b' })).toBeUndefined();
  expect(nameComplaint({ version: '20261121146022', description: 'a_b' })).toContain('no time');
});
