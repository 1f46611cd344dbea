import type { Conversion } from '../inventory/meet.ts';
import type { Column } from '../inventory/types.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { meetsSchema } from './concerns.ts';
import type { Check, CheckVerdict } from './types.ts';
import { counted, listed } from './words.ts';

/**
 * Whether the target would assign a value of a type (`$1`, by name) to a column of another (`$2`, by oid). Domains are
 * what they are over, and arrays go as their elements do. [PostgreSQL documentation, CREATE CAST]
 */
const castsSql = `
  WITH RECURSIVE pair AS (
    SELECT p.position, pg_catalog.to_regtype(p.name)::oid AS source, p.target
    FROM unnest($1::text[], $2::oid[]) WITH ORDINALITY AS p(name, target, position)
  ), bare AS (
    SELECT position, source, target FROM pair
    UNION
    SELECT b.position,
      CASE WHEN s.typtype = 'd' THEN s.typbasetype WHEN both_arrays THEN s.typelem ELSE b.source END,
      CASE WHEN t.typtype = 'd' THEN t.typbasetype WHEN both_arrays THEN t.typelem ELSE b.target END
    FROM bare b
    JOIN pg_catalog.pg_type t ON t.oid = b.target
    LEFT JOIN pg_catalog.pg_type s ON s.oid = b.source
    CROSS JOIN LATERAL (SELECT coalesce(s.typtype <> 'd' AND t.typtype <> 'd' AND s.typcategory = 'A' AND t.typcategory = 'A', false) AS both_arrays) a
    WHERE s.typtype = 'd' OR t.typtype = 'd' OR both_arrays
  )
  SELECT b.position::int AS position, bool_or(
    b.source = b.target OR t.typcategory = 'S' OR EXISTS (
      SELECT FROM pg_catalog.pg_cast c
      WHERE c.castsource = b.source AND c.casttarget = b.target AND c.castcontext IN ('a', 'i'))) AS castable
  FROM bare b JOIN pg_catalog.pg_type t ON t.oid = b.target
  GROUP BY 1`;

/** Labels of enums, by the name that columns have them under. */
const labelsSql = `
  SELECT pg_catalog.format_type(t.oid, NULL) AS type, pg_catalog.array_agg(e.enumlabel::text) AS labels
  FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid
  WHERE pg_catalog.format_type(t.oid, NULL) = ANY ($1)
  GROUP BY 1`;

/** pg_input_is_valid is there from 16 on; before it, a value that does not fit fails the whole query. */
const asksInput = 160_000;

/** Types of which the second takes every value of the first: there is nothing to look for. */
const widening: ReadonlySet<string> = new Set(
  [
    ['smallint', 'integer', 'bigint', 'numeric'],
    ['real', 'double precision'],
    ['date', 'timestamp without time zone', 'timestamp with time zone'],
  ].flatMap((chain) => chain.flatMap((from, index) => chain.slice(index + 1).map((to) => `${from} > ${to}`))),
);

function takesAll(from: Column, to: Column): boolean {
  if (to.type === 'text' || widening.has(`${from.type} > ${to.type}`)) return true;
  const [, short] = /^character varying\((\d+)\)$/.exec(from.type) ?? [];
  const [, long] = /^character varying(?:\((\d+)\))?$/.exec(to.type) ?? [];
  return to.type.startsWith('character varying') && short !== undefined && Number(short) <= Number(long ?? Infinity);
}

export const columnTypesCheck: Check = {
  id: 'column-types',
  title: "Values fit the types of the target's columns",
  severity: 'blocker',
  asks: 'both',
  looksAt: 'columns that have another type on the target, casts between the two, and values that would not survive it',
  concerns: meetsSchema,
  limitMs: 120_000,
  async run(context): Promise<CheckVerdict> {
    const { conversions, source } = await context.carried();
    const [from, to] = await Promise.all([context.session('source'), context.session('target')]);
    const castable = await readCasts(to, conversions);
    const findings: string[] = [];
    for (const [index, conversion] of conversions.entries()) {
      if (castable.has(index)) continue;
      findings.push(`${nameOf(conversion)}: ${described(conversion)}, which PostgreSQL does not assign to each other`);
    }
    const narrowing = conversions.filter(
      ({ column, target }, index) => castable.has(index) && isBuiltIn(target) && !takesAll(column, target),
    );
    for (const group of Map.groupBy(narrowing, ({ table }) => table.key).values()) {
      findings.push(...(await countUnfit(from, group)));
    }
    const columns = source.tables.flatMap((table) =>
      table.rowsOnly || table.kind !== 'table' ? [] : table.columns.map((column) => ({ table, column })),
    );
    findings.push(...(await missingLabels(from, to, columns)));
    if (findings.length > 0) {
      return {
        verdict: 'fail',
        detail: `${listed(findings, 8)}.`,
        fix: 'Change the type on the target, or mend the values on the source. Overridden with a reason, values go as text, and one that does not fit fails its table.',
      };
    }
    if (conversions.length === 0) {
      return { verdict: 'pass', detail: 'Every column has the same type on both ends.', fix: '' };
    }
    return {
      verdict: 'pass',
      detail: `${counted(conversions.length, 'column')} of another type, and every value fits: ${listed(conversions.map((each) => `${nameOf(each)} (${described(each)})`))}. Times without a zone are taken as UTC.`,
      fix: '',
    };
  },
};

/** Built-in types have the same OIDs on all servers. [PostgreSQL source, access/transam.h] */
function isBuiltIn({ typeOid }: Column): boolean {
  return typeOid < 10_000;
}

function nameOf({ table, column }: Pick<Conversion, 'table' | 'column'>): string {
  return `${table.key}.${column.name}`;
}

function described({ column, target }: Conversion): string {
  return `${column.type} becomes ${target.type}`;
}

/** Indexes of the conversions that the target would assign. */
async function readCasts(target: Session, conversions: readonly Conversion[]): Promise<ReadonlySet<number>> {
  if (conversions.length === 0) return new Set();
  const rows = await target.query<{ position: number; castable: boolean | null }>(castsSql, [
    conversions.map(({ column }) => column.type),
    conversions.map((conversion) => conversion.target.typeOid),
  ]);
  return new Set(rows.filter(({ castable }) => castable).map(({ position }) => position - 1));
}

/** Rows whose value is another one, or none, when it has been through the target's type. */
async function countUnfit(source: Session, group: readonly Conversion[]): Promise<string[]> {
  const [first] = group;
  if (first === undefined) return [];
  const counts = group.map(({ column, target }, index) => {
    const value = `t.${quoteIdentifier(column.name)}`;
    const text = `pg_catalog.format('%s', ${value})`;
    const back = `pg_catalog.format('%s', pg_catalog.format('%s', ${text}::${target.type})::${column.type})`;
    const changed =
      source.serverVersion < asksInput
        ? `${back} <> ${text}`
        : `CASE WHEN pg_catalog.pg_input_is_valid(${text}, '${target.type}') THEN ${back} <> ${text} ELSE true END`;
    return `count(*) FILTER (WHERE ${value} IS NOT NULL AND ${changed})::float8 AS c${index}`;
  });
  const { schema, name } = first.table;
  const [row] = await source.query<Record<string, number>>(
    `SELECT ${counts.join(', ')} FROM ONLY ${quoteQualified(schema, name)} AS t`,
  );
  return group.flatMap((conversion, index) => {
    const rows = row?.[`c${index}`] ?? 0;
    return rows > 0
      ? [`${nameOf(conversion)}: ${described(conversion)}, and ${counted(rows, 'row')} would lose a part`]
      : [];
  });
}

/** Labels of an enum that rows of the source have and the target's enum of that name has not. */
async function missingLabels(
  source: Session,
  target: Session,
  columns: readonly Pick<Conversion, 'table' | 'column'>[],
): Promise<string[]> {
  const names = [...new Set(columns.map(({ column }) => column.type))];
  const read = async (session: Session): Promise<Map<string, string[]>> =>
    new Map(
      (await session.query<{ type: string; labels: string[] }>(labelsSql, [names])).map(({ type, labels }) => [
        type,
        labels,
      ]),
    );
  const [ours, theirs] = await Promise.all([read(source), read(target)]);
  const findings: string[] = [];
  for (const { table, column } of columns) {
    const known = new Set(theirs.get(column.type));
    const unknown = known.size === 0 ? [] : (ours.get(column.type) ?? []).filter((label) => !known.has(label));
    if (unknown.length === 0) continue;
    const [row] = await source.query<{ rows: number; labels: string[] | null }>(
      `SELECT count(*)::float8 AS rows, pg_catalog.array_agg(DISTINCT ${quoteIdentifier(column.name)}::text) AS labels
       FROM ONLY ${quoteQualified(table.schema, table.name)} WHERE ${quoteIdentifier(column.name)}::text = ANY ($1)`,
      [unknown],
    );
    if (row && row.rows > 0) {
      findings.push(
        `${nameOf({ table, column })}: ${counted(row.rows, 'row')} with ${listed(row.labels ?? [])}, which the target's ${column.type} has not`,
      );
    }
  }
  return findings;
}
