import type { Constraint, Index, Inventory, Table } from '../inventory/types.ts';
import type { LedgerRun, LedgerStep } from '../ledger.ts';
import { copiedColumns } from '../plan/data-steps.ts';
import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { ComparedTable } from '../verify/compared.ts';
import { keyColumns } from '../verify/rows.ts';

/** A table whose rows are compared, and what of it decides how they go back. */
export interface ReconciledTable {
  readonly key: string;
  readonly compared: ComparedTable;
  /** Columns that tell rows apart; undefined where none do. */
  readonly keyColumns: readonly string[] | undefined;
  /** Longest chain of foreign keys below it on the source. */
  readonly level: number;
  readonly bytes: number;
  readonly estimatedRows: number;
  /** Columns GENERATED ALWAYS AS IDENTITY: they take no other value while they are. */
  readonly identities: readonly string[];
  /** Quoted names of the schemas that the key's types are in, where these are no types of PostgreSQL's own. */
  readonly operatorSchemas: readonly string[];
  /** Definitions of what forbids two rows to have the same in columns other than the key. */
  readonly exclusive: readonly string[];
}

/** What cannot be compared, and why: what was written there would be lost. */
export interface NotCompared {
  readonly name: string;
  readonly reason: string;
}

export interface Chosen {
  readonly tables: readonly ReconciledTable[];
  readonly notCompared: readonly NotCompared[];
}

const targetColumnsSql = `
  SELECT n.nspname AS schema, c.relname AS name,
    array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attname IS NOT NULL) AS columns,
    array_agg(pg_catalog.format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)
      FILTER (WHERE a.attname IS NOT NULL) AS types
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE n.nspname = ANY ($1) AND c.relkind = 'r' AND c.relpersistence <> 't'
  GROUP BY 1, 2`;

/** The tables that the run moved, as far as the target still has them. Throws CutoverError. */
export async function chooseTables(
  target: Session,
  source: Inventory,
  run: LedgerRun,
  steps: readonly LedgerStep[],
): Promise<Chosen> {
  const schemas = [...new Set(source.tables.map(({ schema }) => schema))];
  const rows = await target.query<{ schema: string; name: string; columns: string[] | null; types: string[] | null }>(
    targetColumnsSql,
    [schemas],
  );
  const there = new Map(
    rows.map((row) => [
      displayName(row.schema, row.name),
      new Map((row.columns ?? []).map((column, index) => [column, row.types?.[index] ?? ''])),
    ]),
  );
  const left = new Map(run.detail.leftOut.map(({ table, reason }) => [table, reason]));
  const rewritten = new Map(
    steps.flatMap(({ action, table }) =>
      action.type === 'copy' && action.rewrite && table !== undefined ? [[table, action.rewrite] as const] : [],
    ),
  );
  const tables: ReconciledTable[] = [];
  const notCompared: NotCompared[] = [];
  const known = new Set(source.tables.map((table) => table.key));
  // Schemas of which only rows were moved have tables of the services' own.
  const whole = new Set(
    source.tables
      .filter(({ rowsOnly, extension }) => rowsOnly !== true && extension === undefined)
      .map((table) => table.schema),
  );
  for (const table of source.tables) {
    if (table.kind !== 'table') continue;
    const reason = left.get(table.key) ?? table.rowsStay ?? whyNot(table, there.get(table.key));
    if (reason !== undefined) {
      if (!there.has(table.key) || (await hasPages(target, table))) notCompared.push({ name: table.key, reason });
      continue;
    }
    const columns = copiedColumns(table);
    const types = there.get(table.key);
    const alike = table.rowsOnly !== true && table.columns.every((column) => types?.get(column.name) === column.type);
    const rewrite = rewritten.get(table.key);
    tables.push({
      key: table.key,
      compared: {
        schema: table.schema,
        name: table.name,
        columns,
        typed: alike ? table.columns.filter(({ name }) => columns.includes(name)) : [],
        ...(table.where === undefined ? {} : { where: table.where }),
        ...(table.expressions === undefined ? {} : { expressions: table.expressions }),
        ...(rewrite === undefined ? {} : { rewrite }),
      },
      keyColumns: keyColumns(table, source.constraints),
      level: table.level,
      bytes: table.bytes,
      estimatedRows: table.estimatedRows,
      identities: table.columns.filter(({ identity }) => identity === 'always').map(({ name }) => name),
      operatorSchemas: operatorSchemas(table, keyColumns(table, source.constraints) ?? []),
      exclusive: exclusive(table, source.indexes, source.constraints),
    });
  }
  for (const { schema, name } of rows) {
    const key = displayName(schema, name);
    if (known.has(key) || !whole.has(schema) || !(await hasPages(target, { schema, name }))) continue;
    notCompared.push({ name: key, reason: 'a table that only the target has' });
  }
  return { tables, notCompared };
}

function whyNot(table: Table, columns: ReadonlyMap<string, string> | undefined): string | undefined {
  if (columns === undefined) return 'the target has this table no more';
  const gone = copiedColumns(table).filter((name) => !columns.has(name));
  return gone.length === 0 ? undefined : `the target has its column ${gone.join(', ')} no more`;
}

/** A table of no page has no row. */
async function hasPages(
  target: Session,
  { schema, name }: { readonly schema: string; readonly name: string },
): Promise<boolean> {
  const [row] = await target.query<{ pages: boolean }>(
    `SELECT pg_catalog.pg_relation_size(c.oid) > 0 AS pages
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2`,
    [schema, name],
  );
  return row?.pages === true;
}

function exclusive(table: Table, indexes: readonly Index[], constraints: readonly Constraint[]): string[] {
  const primary = constraints.find((each) => each.table === table.key && each.kind === 'primary-key');
  return [
    ...indexes
      .filter((index) => index.table === table.key && index.unique && index.name !== primary?.name)
      .map(({ definition }) => definition),
    ...constraints
      .filter((each) => each.table === table.key && each.kind === 'exclusion')
      .map(({ definition }) => definition),
  ];
}

/** `extensions.citext` and `"My Types".code[]`: the operators of a type are where the type is. */
function operatorSchemas(table: Table, key: readonly string[]): string[] {
  const found = table.columns.flatMap(({ name, type }) => {
    const schema = /^("(?:[^"]|"")+"|[^".]+)\./.exec(type)?.[1];
    return schema !== undefined && key.includes(name) ? [schema] : [];
  });
  return [...new Set(found)];
}
