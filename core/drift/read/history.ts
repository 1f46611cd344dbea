import { createHash } from 'node:crypto';
import { topLevelPieces } from '../../plan/sql-pieces.ts';
import type { Session } from '../../postgres/session.ts';
import { bareBody } from '../text.ts';
import type { History } from '../model.ts';

const columnsSql = `
  SELECT a.attname::text AS name FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'supabase_migrations' AND c.relname = 'schema_migrations' AND a.attnum > 0 AND NOT a.attisdropped
    AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')`;

/** What `supabase db push` has written down; undefined where there is no such list. Throws CutoverError. */
export async function readHistory(session: Session): Promise<History | undefined> {
  const columns = new Set((await session.query<{ name: string }>(columnsSql)).map(({ name }) => name));
  if (!columns.has('version')) return undefined;
  const [name, statements] = [columns.has('name') ? 'name' : 'NULL', columns.has('statements') ? 'statements' : 'NULL'];
  const rows = await session.query<{ version: string; name: string | null; statements: string[] | null }>(
    `SELECT version, ${name} AS name, ${statements} AS statements FROM supabase_migrations.schema_migrations ORDER BY version`,
  );
  return rows.map((row) => ({
    version: row.version,
    name: row.name ?? '',
    hash: row.statements === null ? undefined : hashStatements(row.statements.join(';\n')),
  }));
}

/** Equal for texts that differ in white space, comments and empty statements alone. */
export function hashStatements(sql: string): string {
  const hash = createHash('sha256');
  for (const { kind, text } of topLevelPieces(sql)) {
    const bare = kind === 'statement' ? bareBody(text, 'sql') : '';
    if (bare !== '' && bare !== ';') hash.update(`${bare}\n`);
  }
  return hash.digest('hex');
}
