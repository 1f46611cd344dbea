import { join } from 'node:path';
import { backupTables } from '../backup/tables.ts';
import { grouped } from '../numbers.ts';
import type { Session } from '../postgres/session.ts';
import type { Document, TableName } from './document.ts';
import type { Tell } from './events.ts';
import { changedTables } from './syntax.ts';

/** Ordinary tables among these, and the partitions that hold the rows of partitioned ones. */
const rowTablesSql = `
  SELECT DISTINCT n.nspname AS schema, c.relname AS name
  FROM pg_catalog.unnest($1::pg_catalog.text[]) AS wanted(key)
  JOIN pg_catalog.pg_class w ON true
  JOIN pg_catalog.pg_namespace wn ON wn.oid = w.relnamespace AND wn.nspname || '.' || w.relname = wanted.key
  LEFT JOIN LATERAL pg_catalog.pg_partition_tree(w.oid) t ON w.relkind = 'p' AND t.isleaf
  JOIN pg_catalog.pg_class c ON c.oid = coalesce(t.relid::pg_catalog.oid, w.oid)
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE w.relkind IN ('r', 'p') AND c.relkind = 'r'
  ORDER BY 1, 2`;

/** The tables whose rows are kept before this is run: those of the header, or else those that the statements change. */
export function affectedTables({ header, change }: Pick<Document, 'header' | 'change'>): string[] {
  if (header.withoutBackup !== undefined) return [];
  if (header.tables !== undefined) return header.tables.map(({ schema, name }) => `${schema}.${name}`);
  return [...changedTables(change)].toSorted();
}

/** Those of the tables that are on the target, as they can be backed up. Throws CutoverError. */
export async function tablesWithRows(session: Session, keys: readonly string[]): Promise<TableName[]> {
  if (keys.length === 0) return [];
  return await session.query<{ schema: string; name: string }>(rowTablesSql, [keys]);
}

/**
 * Backs up the affected tables into a new folder, and gives its path; undefined where there is nothing to back up.
 * `cutover restore` takes such a folder. Throws CutoverError: `backup.failed` for the disk.
 */
export async function backupAffected(
  session: Session,
  document: Document,
  options: {
    readonly name: string;
    readonly folder: string;
    readonly toolVersion: string;
    readonly tell: Tell;
    readonly signal: AbortSignal | undefined;
  },
): Promise<string | undefined> {
  const { name, tell, toolVersion, signal } = options;
  const begun = Date.now();
  const tables = await tablesWithRows(session, affectedTables(document));
  if (tables.length === 0) return undefined;
  const path = join(options.folder, `backup_${name}_${stamp(new Date())}`);
  const metadata = await backupTables(session, tables, path, {
    toolVersion,
    ...(signal === undefined ? {} : { signal }),
  });
  const rows = Object.values(metadata.rowCounts).reduce((sum, count) => sum + count, 0);
  const detail = `${grouped(rows)} rows of ${metadata.tables.join(', ')} to ${path}`;
  tell({ type: 'migrations.step', name, step: 'backup', detail, seconds: (Date.now() - begun) / 1000 });
  return path;
}

/** `20261121T140322.123Z`: a name on every file system. */
function stamp(at: Date): string {
  return at.toISOString().replaceAll(/[-:]/g, '');
}
