import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Lacking } from '../inventory/meet.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

export const leftOutDataCheck: Check = {
  id: 'left-out-data',
  title: 'Nothing that the target has no place for holds data',
  severity: 'blocker',
  asks: 'both',
  looksAt:
    "rows and values of the services' tables, with --schema existing of all tables, that the target has no table or column for",
  async run(context) {
    const { lacking, unfilled, scope } = await context.carried();
    if (scope.rowSchemas.length === 0 && scope.schema === undefined) {
      return { verdict: 'pass', detail: 'No rows go into tables of services on the target.', fix: '' };
    }
    const holding = await countHeld(await context.session('source'), lacking);
    const findings = [
      ...holding.map(({ name, rows }) => `${name} (${counted(rows, 'row')})`),
      ...unfilled.map((name) => `${name} must have a value on the target, and the source has no such column`),
    ];
    if (findings.length === 0) {
      const empty =
        lacking.length === 0
          ? `The target has every table and column${scope.schema ? '' : ` of ${scope.rowSchemas.join(' and ')}`}.`
          : `The target lacks ${listed(lacking.map(nameOf))}; no row has a value there.`;
      return { verdict: 'pass', detail: empty, fix: '' };
    }
    return {
      verdict: 'fail',
      detail: `The target has no place for ${listed(findings, 10)}.`,
      fix: scope.schema
        ? "Bring the target's schema up to the source's. Or override with a reason: what it has no place for stays behind, and is named in the report."
        : "Bring the target's services to the version of the source's, so that they make what is missing.",
    };
  },
};

function nameOf({ table, column }: Lacking): string {
  return column === undefined ? table.key : `${table.key}.${column.name}`;
}

/** Rows with something in what is left out, by name; only names with rows. One query for each table. */
async function countHeld(
  source: Session,
  lacking: readonly Lacking[],
): Promise<readonly { readonly name: string; readonly rows: number }[]> {
  const held: { name: string; rows: number }[] = [];
  for (const [table, parts] of Map.groupBy(lacking, (each) => each.table)) {
    const counts = parts.map((part, index) => `count(*) FILTER (WHERE ${holds(part)})::float8 AS c${index}`);
    const [row] = await source.query<Record<string, number>>(
      `SELECT ${counts.join(', ')} FROM ONLY ${quoteQualified(table.schema, table.name)}`,
    );
    parts.forEach((part, index) => {
      const rows = row?.[`c${index}`] ?? 0;
      if (rows > 0) held.push({ name: nameOf(part), rows });
    });
  }
  return held;
}

/** A value that every row has by default says nothing; one that is computed anew for each row does. */
function holds({ column }: Lacking): string {
  if (column === undefined) return 'true';
  const name = quoteIdentifier(column.name);
  const constant = column.default !== undefined && !/\w\(/.test(column.default);
  return constant
    ? `${name} IS NOT NULL AND ${name}::text IS DISTINCT FROM (${column.default})::text`
    : `${name} IS NOT NULL`;
}
