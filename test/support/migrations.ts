import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { MigrationEvent } from '../../core/migrations/events.ts';
import type { MigrationsContext } from '../../core/migrations/target.ts';
import { removal } from './removal.ts';
import type { TestDatabase } from './servers.ts';

/** A migration folder of one test, with these files in it: paths below it, and their contents. */
export async function migrationFolder(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'cutover-migrations-'));
  onTestFinished(() => rm(root, removal));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

/** Every file below the folder, by its path, with its contents. */
export async function filesIn(root: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(root.length + 1)] = await readFile(path, 'utf8');
  }
  return files;
}

export interface TestContext extends MigrationsContext {
  readonly events: MigrationEvent[];
  /** Called with each event as it happens: where a test steps in. */
  onEvent: (event: MigrationEvent) => void;
}

/** What a command on migrations needs, with every event at hand. Backups go into a folder of the test's own. */
export async function migrationsContext(root: string, targetUrl: string): Promise<TestContext> {
  const stateDir = await mkdtemp(join(tmpdir(), 'cutover-state-'));
  onTestFinished(() => rm(stateDir, removal));
  const events: MigrationEvent[] = [];
  const context: TestContext = {
    root,
    sourceUrl: '',
    targetUrl,
    stateDir,
    toolVersion: '0.0.0',
    events,
    onEvent: () => undefined,
    tell: (event) => {
      events.push(event);
      context.onEvent(event);
    },
  };
  return context;
}

const fingerprintSql = `
  SELECT kind, what FROM (
    SELECT 'column' AS kind, concat_ws(' ', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
      pg_get_expr(d.adbin, d.adrelid)) AS what, c.relnamespace AS namespace
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm')
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT a.attisdropped
    UNION ALL SELECT 'constraint', concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)), connamespace FROM pg_constraint
    UNION ALL SELECT 'index', concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid), c.relnamespace
      FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    UNION ALL SELECT 'function', pg_get_functiondef(oid), pronamespace FROM pg_proc WHERE prokind = 'f'
    UNION ALL SELECT 'trigger', pg_get_triggerdef(t.oid), c.relnamespace FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal
    UNION ALL SELECT 'label', concat_ws(' ', enumtypid::regtype, enumlabel), typnamespace FROM pg_enum JOIN pg_type t ON t.oid = enumtypid
  ) AS all_of_it
  WHERE namespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'supabase_migrations')
  ORDER BY 1, 2`;

/** The schema of a test's database without its history, fast: a dump of it takes a second. */
export async function schemaOf(database: TestDatabase): Promise<string[]> {
  const rows = await database.query<{ kind: string; what: string }>(fingerprintSql);
  return rows.map(({ kind, what }) => `${kind} ${what}`);
}
