import { displayName } from '../postgres/identifiers.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/**
 * Functions and operators that expressions of generated columns use. The server's own are pinned and have no rows here;
 * what is left belongs to the project or to an extension.
 */
const generatedSql = `
  SELECT n.nspname::text AS schema, c.relname::text AS "table", a.attname::text AS "column",
         pg_catalog.array_agg(DISTINCT pg_catalog.pg_describe_object(d.refclassid, d.refobjid, 0)) AS uses
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND d.objid = f.oid
     AND d.refclassid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass)
   WHERE a.attgenerated <> '' AND NOT a.attisdropped AND a.attrelid = ANY ($1::oid[])
   GROUP BY 1, 2, 3
   ORDER BY 1, 2, 3`;

export const generatedColumnsCheck: Check = {
  id: 'generated-columns',
  title: 'Generated columns come out the same',
  severity: 'warning',
  asks: 'source',
  looksAt: "generated columns whose expressions use functions or operators other than the server's own",
  async run(context) {
    const { tables } = await context.inventory('source');
    const oids = tables.filter(({ rowsStay }) => rowsStay === undefined).map(({ oid }) => oid);
    const session = await context.session('source');
    const found = await session.query<{ schema: string; table: string; column: string; uses: string[] }>(generatedSql, [
      oids,
    ]);
    if (found.length === 0) {
      return { verdict: 'pass', detail: "None depends on more than the server's own functions.", fix: '' };
    }
    const names = found.map(
      ({ schema, table, column, uses }) => `${displayName(schema, table)}.${column} (${uses.join(', ')})`,
    );
    return {
      verdict: 'fail',
      detail: `${counted(found.length, 'generated column')} ${found.length === 1 ? 'is' : 'are'} computed anew on the target by functions that may say something else there: ${listed(names)}. A checksum leaves generated columns out.`,
      fix: 'See that each function is immutable in truth: no tables, no settings, no time zone, names with their schema, and an extension of the same version. Compare some values after the run.',
    };
  },
};
