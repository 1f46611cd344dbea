import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { BackupMetadata } from '../../../core/backup/metadata.ts';
import { type RestoreEnd, type RestoreRequest, restoreBackup } from '../../../core/backup/restore.ts';
import { backupTables } from '../../../core/backup/tables.ts';
import { connect } from '../../../core/postgres/session.ts';
import { type Contents, readContents } from '../../support/fidelity/contents.ts';
import { everything } from '../../support/fidelity/fixture.ts';
import { dumpText } from '../../support/migration.ts';
import { createDatabase, type Major, majors, type TestDatabase, useServer } from '../../support/servers.ts';

const all = process.env['CUTOVER_FIDELITY'] === 'all';
const newest = majors.at(-1) ?? 17;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-restore-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const ordinaryTables = `
  SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspname = ANY ($1)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY 1, 2`;

async function backUp(database: TestDatabase, schemas: readonly string[]): Promise<BackupMetadata> {
  const session = await connect({ end: 'target', url: database.url, purpose: 'test backup' });
  try {
    const tables = await database.query<{ schema: string; name: string }>(ordinaryTables, [schemas]);
    return await backupTables(session, tables, join(folder, 'backup'), { toolVersion: '1' });
  } finally {
    await session.close();
  }
}

async function restore(database: TestDatabase, changes: Partial<RestoreRequest> = {}): Promise<RestoreEnd> {
  return await restoreBackup({
    folder: join(folder, 'backup'),
    targetUrl: database.url,
    confirm: database.name,
    stateDir: join(folder, 'state'),
    toolVersion: '1',
    overwriteNewer: false,
    ...changes,
  });
}

interface Whole {
  readonly contents: Contents;
  readonly dump: string;
}

async function lookAt(url: string): Promise<Whole> {
  return { contents: await readContents(url), dump: await dumpText(url) };
}

describe.each(all ? majors : [newest])('PostgreSQL %i', (major: Major) => {
  const server = useServer({ major });

  test("the fidelity suite's tables come back with equal checksums, keys, triggers, rules and constraints as they were", async () => {
    const database = await createDatabase(server());
    await database.execute(everything(major));
    const schemas = await database.query<{ name: string }>('SELECT nspname AS name FROM pg_namespace');
    const before = await lookAt(database.url);
    const { files } = await backUp(
      database,
      schemas.map(({ name }) => name),
    );
    expect(files.length).toBeGreaterThan(100);
    // What the restore has to undo: rows that are gone, changed and added.
    await database.execute(`
      UPDATE tables.typed SET v = 'damaged';
      TRUNCATE types.defined;
      INSERT INTO types.scalars VALUES ('sad', 9, 'new', '{}');`);
    const end = await restore(database, { overwriteNewer: true });
    expect(await lookAt(database.url)).toEqual(before);
    // The rows that it found are kept beside the records of runs.
    expect(readdirSync(join(folder, 'state', 'backups'))).toEqual([expect.stringMatching(/_before_restore$/)]);
    expect(readFileSync(join(end.kept ?? '', 'types_scalars.json'), 'utf8')).toContain('"word": "new"');
  });
});
