import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CutoverError } from '../errors.ts';
import { createFile } from './files.ts';
import { readMigrationFolder, templateNames } from './folder.ts';
import { slugOf, versionOf } from './names.ts';

/** What a new migration begins as. `{{…}}` is filled in; a file `template.sql` in the folder takes its place. */
export const migrationTemplate = `-- Description: {{description}}
-- Created: {{created}}
-- Tables: {{tables}}
-- Risk: {{risk}}
--
-- The tables above are backed up before the change; "-- Backup: none, REASON" leaves that out.
-- A change that running code would stumble over says so in a line that begins with "-- BREAKING:" and a word on what breaks.

-- @preconditions
-- SELECTs that must give true in their first column before anything is done; other columns are shown where they do not.
-- SELECT to_regclass('public.orders') IS NOT NULL, 'orders is there';

-- @change
-- One change, written so that it may run twice: IF NOT EXISTS, IF EXISTS, OR REPLACE.

-- @verification
-- SELECTs as above, after the change and in its transaction: one that is not true takes the change back.
`;

/** What its way back begins as; `template.rollback.sql` takes its place. */
export const rollbackTemplate = `-- Description: takes back {{name}}
-- Created: {{created}}
-- Tables: {{tables}}
-- Risk: {{risk}}

-- @change
-- What brings the schema back to what it was, written so that it may run twice.

-- @verification
`;

export interface NewMigration {
  /** The change in a few words. */
  readonly words: string;
  readonly risk: 'low' | 'medium' | 'high';
  /** As typed: `public.orders`. */
  readonly tables: readonly string[];
  readonly now: Date;
}

/** Paths of what was written, or would be. */
export interface CreatedMigration {
  readonly name: string;
  readonly path: string;
  readonly rollbackPath: string;
}

/**
 * Writes a migration and its way back from their templates. The version is the time, or the next second that no file
 * has. With `dryRun` nothing is written. Throws `config.invalid`, `migrations.folder`.
 */
export async function createMigration(
  root: string,
  request: NewMigration,
  options: { readonly dryRun: boolean },
): Promise<CreatedMigration> {
  const slug = slugOf(request.words);
  const folder = await readMigrationFolder(root);
  const version = freeVersion(
    request.now,
    new Set([...folder.files.map((file) => file.version), ...folder.rollbacks.keys()]),
  );
  const name = `${version}_${slug}`;
  const values: Readonly<Record<string, string>> = {
    name,
    version,
    description: request.words.replaceAll(/\s+/g, ' ').trim(),
    created: request.now.toISOString(),
    tables: request.tables.length === 0 ? 'none' : request.tables.join(', ').replaceAll(/\s+/g, ' '),
    risk: request.risk,
  };
  const created = { name, path: `planned/${name}.sql`, rollbackPath: `rollbacks/${name}.sql` };
  const migration = fill(await templateOf(root, templateNames.migration, migrationTemplate), values);
  const rollback = fill(await templateOf(root, templateNames.rollback, rollbackTemplate), values);
  if (options.dryRun) return created;
  // The way back first: a migration without one is worse than a way back without a migration.
  await createFile(join(root, created.rollbackPath), rollback);
  await createFile(join(root, created.path), migration);
  return created;
}

/** Two migrations of one second, or of a clock that was set back, still have an order. */
function freeVersion(now: Date, taken: ReadonlySet<string>): string {
  let at = now;
  while (taken.has(versionOf(at))) at = new Date(at.getTime() + 1000);
  return versionOf(at);
}

async function templateOf(root: string, file: string, ours: string): Promise<string> {
  try {
    return await readFile(join(root, file), 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return ours;
    throw new CutoverError('migrations.folder', `the template ${join(root, file)} cannot be read`, {
      hint: 'Make it readable, or remove it to use the one that cutover brings.',
      cause,
    });
  }
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole);
}
