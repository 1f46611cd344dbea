import pg from 'pg';
import { withClient } from '../servers.ts';

/** What a database holds beside its schema, computed without a line of the program's own code. */
export interface Contents {
  /** Rows and a digest over all rows, by table and materialised view; generated columns are read as well. */
  readonly tables: Readonly<Record<string, string>>;
  readonly sequences: Readonly<Record<string, string>>;
  readonly largeObjects: readonly string[];
}

const relationsSql = `
  SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relispopulated AS populated,
    ARRAY(SELECT a.attname::text FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname COLLATE "C") AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm', 'S') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'cutover')
    AND n.nspname !~ '_before_[0-9a-f]{8}$'
  ORDER BY 1, 2`;

/** Owner and grants by name; contents by digest, read as a whole. */
const largeObjectsSql = `
  SELECT m.oid::text || ' ' || pg_get_userbyid(m.lomowner) || ' ' || coalesce(
      (SELECT string_agg(coalesce(r.rolname, 'PUBLIC') || '=' || a.privilege_type || a.is_grantable::text, ' ' ORDER BY 1)
        FROM aclexplode(m.lomacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee), '-')
    || ' ' || md5(lo_get(m.oid)) || ' ' || length(lo_get(m.oid)) || ' ' || coalesce(obj_description(m.oid, 'pg_largeobject'), '-')
    AS facts
  FROM pg_largeobject_metadata m ORDER BY m.oid`;

export async function readContents(url: string): Promise<Contents> {
  return await withClient(url, async (client) => {
    await client.query(
      "SET search_path = ''; SET extra_float_digits = 3; SET row_security = off; SET TimeZone = 'UTC'",
    );
    const { rows } = await client.query<{
      schema: string;
      name: string;
      kind: string;
      populated: boolean;
      columns: string[];
    }>(relationsSql);
    const tables: Record<string, string> = {};
    const sequences: Record<string, string> = {};
    for (const { schema, name, kind, populated, columns } of rows) {
      const relation = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
      if (kind === 'S')
        sequences[relation] = await text(client, `SELECT concat(last_value, ' ', is_called) FROM ${relation}`);
      else if (!populated) tables[relation] = 'not filled';
      else {
        // By the types' output functions, as pg_dump prints them: what xml keeps of an encoding is not among it.
        const row = `ROW(${columns.map((column) => pg.escapeIdentifier(column)).join(', ')})::text`;
        tables[relation] = await text(
          client,
          `SELECT concat(count(*), ' ', md5(string_agg(d, '' ORDER BY d COLLATE "C"))) FROM
             (SELECT md5(${row}) AS d FROM ONLY ${relation}) AS r`,
        );
      }
    }
    const objects = await client.query<{ facts: string }>(largeObjectsSql);
    return { tables, sequences, largeObjects: objects.rows.map((object) => object.facts) };
  });
}

async function text(client: pg.Client, sql: string): Promise<string> {
  const { rows } = await client.query<string[]>({ text: sql, rowMode: 'array' });
  return rows[0]?.[0] ?? '';
}
