import { quoteIdentifier, quoteQualified } from '../../core/postgres/identifiers.ts';
import { query } from './servers.ts';

/** Every table with its rows and a hash over all of them, by means that cutover does not use. */
export async function contentsOf(url: string, schemas = ['auth', 'public', 'storage']): Promise<Map<string, string>> {
  const columns = await query<{ schema: string; name: string; columns: string[] }>(
    url,
    `SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND n.nspname = ANY ($1) GROUP BY 1, 2`,
    [schemas],
  );
  const contents = new Map<string, string>();
  for (const table of columns) {
    const row = `ROW(${table.columns.map(quoteIdentifier).join(', ')})::text`;
    const [found] = await query<{ content: string }>(
      url,
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(r, E'\\n' ORDER BY r)), '') AS content
       FROM (SELECT ${row} AS r FROM ONLY ${quoteQualified(table.schema, table.name)}) AS rows`,
    );
    contents.set(`${table.schema}.${table.name}`, found?.content ?? '');
  }
  return contents;
}
