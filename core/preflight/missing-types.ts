import { makesSchema } from './concerns.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/**
 * The types that the columns of tables (`$1`) are made of, through arrays, domains, ranges and composites; each with
 * one column that has it, its schema and the extension that brings it.
 */
const typesSql = `
  WITH RECURSIVE used (col, type) AS (
    SELECT pg_catalog.min(n.nspname || '.' || c.relname || '.' || a.attname), a.atttypid
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY a.atttypid
    UNION
    SELECT used.col, next.oid
      FROM used JOIN pg_catalog.pg_type t ON t.oid = used.type
      LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid OR r.rngmultitypid = t.oid
      LEFT JOIN pg_catalog.pg_attribute c ON t.typtype = 'c' AND c.attrelid = t.typrelid AND c.attnum > 0 AND NOT c.attisdropped
      CROSS JOIN LATERAL (VALUES (t.typelem), (t.typbasetype), (r.rngsubtype), (c.atttypid)) AS next(oid)
     WHERE next.oid <> 0
  )
  SELECT n.nspname::text AS schema, t.typname::text AS name, pg_catalog.min(used.col) AS column,
         pg_catalog.min(e.extname)::text AS extension
    FROM used
    JOIN pg_catalog.pg_type t ON t.oid = used.type
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid AND d.deptype = 'e'
    LEFT JOIN pg_catalog.pg_extension e ON d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND e.oid = d.refobjid
   WHERE t.typelem = 0 OR t.typlen <> -1
   GROUP BY n.nspname, t.typname
   ORDER BY 1, 2`;

/** Types of the target by schema and name. */
const presentSql = `
  SELECT n.nspname::text AS schema, t.typname::text AS name
    FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS w(schema, name)
    JOIN pg_catalog.pg_namespace n ON n.nspname = w.schema
    JOIN pg_catalog.pg_type t ON t.typnamespace = n.oid AND t.typname = w.name`;

interface UsedType extends Record<string, unknown> {
  readonly schema: string;
  readonly name: string;
  readonly column: string;
  readonly extension: string | null;
}

export const missingTypesCheck: Check = {
  id: 'missing-types',
  title: 'Target has every type that a column needs',
  severity: 'blocker',
  asks: 'both',
  looksAt:
    'the types of all columns, down to what they are made of, against what the run brings and what the target has',
  concerns: makesSchema,
  async run(context) {
    const { source, scope } = await context.carried();
    const tables = source.tables.filter(({ rowsOnly, rowsStay }) => rowsOnly !== true && rowsStay === undefined);
    const [from, to] = await Promise.all([context.session('source'), context.session('target')]);
    const types = await from.query<UsedType>(typesSql, [tables.map(({ oid }) => oid)]);
    const made = new Set(source.schemas.map(({ name }) => name));
    // What the run makes is not looked for; the check of extensions looks after theirs.
    const needed = types.filter(({ schema, extension }) => extension === null && !made.has(schema));
    const present = new Set(
      (
        await to.query<{ schema: string; name: string }>(presentSql, [
          needed.map(({ schema }) => schema),
          needed.map(({ name }) => name),
        ])
      ).map(({ schema, name }) => `${schema}.${name}`),
    );
    const missing = needed.filter(({ schema, name }) => !present.has(`${schema}.${name}`));
    if (missing.length === 0) {
      return {
        verdict: 'pass',
        detail: `${counted(types.length, 'type')} of columns: the server has them, or the run brings them.`,
        fix: '',
      };
    }
    const schemas = [...new Set(missing.map(({ schema }) => schema))].filter((schema) => schema !== 'pg_catalog');
    const names = missing.map(({ schema, name, column }) => `${schema}.${name} (${column})`);
    const left = scope.leftOut.filter(({ schema }) => schemas.includes(schema)).map(({ schema }) => schema);
    return {
      verdict: 'fail',
      detail: `The target has no ${listed(names)}, and the run does not bring ${missing.length === 1 ? 'it' : 'them'}.`,
      fix:
        schemas.length === 0
          ? 'Set up a target of the version of the source or newer.'
          : `Move the schema of the type as well (--schemas), or make the type on the target by hand.${left.length > 0 ? ` ${listed(left)} stays behind as the platform's own.` : ''}`,
    };
  },
};
