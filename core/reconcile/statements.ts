import { quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import { comparedRows } from '../verify/compared.ts';
import type { Change, RowTexts } from './changes.ts';
import type { ReconciledTable } from './tables.ts';

/** SQL of one portion of changes: what leaves the table, and what comes into it afterwards. */
export interface Statements {
  readonly deletes: string;
  readonly writes: string;
}

/** Rows that one statement names. */
const rowsAtOnce = 100;

/**
 * The statements that bring changes to the source. Values are literals without a type: each takes that of the column it
 * is for. An update that touches what must be unique becomes a delete and an insert, so that no row is in the way of
 * another, whatever they exchanged. Pure.
 */
export function statementsOf(table: ReconciledTable, changes: readonly Change[]): Statements {
  const apart = changes.filter((change) => change.op === 'update' && isExclusive(table, change));
  const deleted = [...changes.filter(({ op }) => op === 'delete'), ...apart];
  const inserted = [...changes.filter(({ op }) => op === 'insert'), ...apart];
  const updated = changes.filter((change) => change.op === 'update' && !apart.includes(change));
  const byKey = table.keyColumns === undefined ? deletesByHash(table, deleted) : deletesByKey(table, deleted);
  return {
    deletes: withOperators(table, byKey),
    writes:
      withOperators(
        table,
        updated.map((change) => updateSql(table, change)),
      ) + inserts(table, inserted),
  };
}

/** Statements that make an ALWAYS identity take values, and that end it; none where no update touches one. Pure. */
export function identityStatements(
  table: ReconciledTable,
  columns: ReadonlySet<string>,
): { readonly before: string; readonly after: string } {
  const touched = table.identities.filter((name) => columns.has(name));
  const alter = (how: string): string =>
    touched
      .map((name) => `ALTER TABLE ${nameOf(table)} ALTER COLUMN ${quoteIdentifier(name)} SET GENERATED ${how};\n`)
      .join('');
  return { before: alter('BY DEFAULT'), after: alter('ALWAYS') };
}

function nameOf({ compared: { schema, name } }: ReconciledTable): string {
  return quoteQualified(schema, name);
}

function literal(value: string | null | undefined): string {
  return value === null || value === undefined ? 'NULL' : quoteLiteral(value);
}

function isExclusive({ exclusive }: ReconciledTable, { columns }: Change): boolean {
  return exclusive.some((definition) => {
    const words = definition.match(/"(?:[^"]|"")+"|[^\s"'(),.:;=<>]+/g) ?? [];
    const names = new Set(words.map((word) => (word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word)));
    return columns.some((name) => names.has(name));
  });
}

/** Keys of an extension's type are compared by its operators. */
function withOperators({ operatorSchemas }: ReconciledTable, statements: readonly string[]): string {
  if (statements.length === 0) return '';
  const text = statements.map((statement) => `${statement};\n`).join('');
  if (operatorSchemas.length === 0) return text;
  return `SET LOCAL search_path = ${operatorSchemas.join(', ')};\n${text}SET LOCAL search_path = '';\n`;
}

function valueOf({ compared }: ReconciledTable, row: RowTexts | undefined, column: string): string {
  return literal(row?.[compared.columns.indexOf(column)]);
}

function whereKey(table: ReconciledTable, row: RowTexts | undefined): string {
  return (table.keyColumns ?? [])
    .map((name) => `${quoteIdentifier(name)} = ${valueOf(table, row, name)}`)
    .join(' AND ');
}

function deletesByKey(table: ReconciledTable, changes: readonly Change[]): string[] {
  return portions(changes).map((some) => {
    const [only] = table.keyColumns ?? [];
    const condition =
      table.keyColumns?.length === 1 && only !== undefined
        ? `${quoteIdentifier(only)} IN (${some.map(({ before }) => valueOf(table, before, only)).join(', ')})`
        : some.map(({ before }) => `(${whereKey(table, before)})`).join(' OR ');
    return `DELETE FROM ONLY ${nameOf(table)} WHERE ${condition}`;
  });
}

/** Rows that are alike are told apart by nothing but their place. */
function deletesByHash(table: ReconciledTable, changes: readonly Change[]): string[] {
  const rows = comparedRows(table.compared, 'source');
  const hash = rows.hash(table.compared.columns);
  return portions(changes).map((some) => {
    const wanted = some.map((change) => `(${literal(change.hash)}::pg_catalog.int8, ${change.times})`).join(', ');
    return `WITH doomed AS (
  SELECT r.place FROM (
    SELECT t.ctid AS place, ${hash} AS hash, pg_catalog.row_number() OVER (PARTITION BY ${hash}) AS number
    FROM ${rows.from}${rows.where()}
  ) AS r JOIN (VALUES ${wanted}) AS w (hash, times) ON w.hash = r.hash AND r.number <= w.times)
DELETE FROM ONLY ${nameOf(table)} AS t USING doomed WHERE t.ctid = doomed.place`;
  });
}

function updateSql(table: ReconciledTable, { before, after, columns }: Change): string {
  const set = columns.map((name) => `${quoteIdentifier(name)} = ${valueOf(table, after, name)}`).join(', ');
  return `UPDATE ONLY ${nameOf(table)} SET ${set} WHERE ${whereKey(table, before)}`;
}

function inserts(table: ReconciledTable, changes: readonly Change[]): string {
  const rows = changes.flatMap(({ after, times }) => Array.from({ length: times }, () => after ?? []));
  if (table.compared.columns.length === 0) {
    return rows.map(() => `INSERT INTO ${nameOf(table)} DEFAULT VALUES;\n`).join('');
  }
  const columns = table.compared.columns.map(quoteIdentifier).join(', ');
  return portions(rows)
    .map((some) => {
      const values = some.map((row) => `  (${row.map(literal).join(', ')})`).join(',\n');
      return `INSERT INTO ${nameOf(table)} (${columns}) OVERRIDING SYSTEM VALUE VALUES\n${values};\n`;
    })
    .join('');
}

function portions<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / rowsAtOnce) }, (_, index) =>
    items.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce),
  );
}
