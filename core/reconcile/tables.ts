import type { Constraint, Index, Inventory, Table } from '../inventory/types.ts';
import type { LedgerRun, LedgerStep } from '../ledger.ts';
import { copiedColumns } from '../plan/data-steps.ts';
import { displayName, quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
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
      FILTER (WHERE a.attname IS NOT NULL) AS types,
    array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '') AS written
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
  const rows = await target.query<{
    schema: string;
    name: string;
    columns: string[] | null;
    types: string[] | null;
    written: string[] | null;
  }>(targetColumnsSql, [schemas]);
  const written = new Map(rows.map((row) => [displayName(row.schema, row.name), row.written ?? []]));
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
  const constraintsOf = Map.groupBy(source.constraints, ({ table }) => table);
  const indexesOf = Map.groupBy(source.indexes, ({ table }) => table);
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
    const constraints = constraintsOf.get(table.key) ?? [];
    const key = keyColumns(table, constraints);
    // Of a service another version may have more; and of a schema that is not the source's that is no wonder.
    if (run.detail.scope.schema === undefined && table.rowsOnly !== true && table.extension === undefined) {
      notCompared.push(...(await filledBeyond(target, table, written.get(table.key) ?? [])));
    }
    tables.push({
      key: table.key,
      compared: {
        schema: table.schema,
        name: table.name,
        columns,
        typed: alike ? table.columns.filter(({ name }) => columns.includes(name)) : [],
        recoded: source.encoding !== 'UTF8',
        ...(table.where === undefined ? {} : { where: table.where }),
        ...(table.expressions === undefined ? {} : { expressions: table.expressions }),
        ...(rewrite === undefined ? {} : { rewrite }),
      },
      keyColumns: key,
      level: table.level,
      bytes: table.bytes,
      estimatedRows: table.estimatedRows,
      identities: table.columns.filter(({ identity }) => identity === 'always').map(({ name }) => name),
      operatorSchemas: operatorSchemas(table, key ?? []),
      exclusive: exclusive(indexesOf.get(table.key) ?? [], constraints),
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
  const { into, comparisons, expressions, rowsOnly } = table;
  if (into !== undefined) return `its rows are in ${displayName(into.schema, into.name)} of the target's own schema`;
  const converted = rowsOnly === true ? [] : Object.keys({ ...comparisons, ...expressions });
  if (converted.length > 0) return `the target's own schema has its column ${converted.join(', ')} in another form`;
  if (columns === undefined) return 'the target has this table no more';
  const gone = copiedColumns(table).filter((name) => !columns.has(name));
  return gone.length === 0 ? undefined : `the target has its column ${gone.join(', ')} no more`;
}

/** Columns that came after the run and hold something: the source has no place for it. */
async function filledBeyond(target: Session, table: Table, theirs: readonly string[]): Promise<NotCompared[]> {
  const known = new Set(table.columns.map(({ name }) => name));
  const more = theirs.filter((name) => !known.has(name));
  if (more.length === 0) return [];
  const filled = more.map((name) => `coalesce(pg_catalog.bool_or(t.${quoteIdentifier(name)} IS NOT NULL), false)`);
  const [row] = await target.query<{ filled: boolean[] }>(
    `SELECT ARRAY[${filled.join(', ')}] AS filled FROM ONLY ${quoteQualified(table.schema, table.name)} AS t`,
  );
  return more
    .filter((_, index) => row?.filled[index] === true)
    .map((name) => ({ name: `${table.key}.${name}`, reason: 'a column that only the target has, with values in it' }));
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

function exclusive(indexes: readonly Index[], constraints: readonly Constraint[]): string[] {
  const primary = constraints.find(({ kind }) => kind === 'primary-key');
  return [
    ...indexes.filter(({ unique, name }) => unique && name !== primary?.name).map(({ definition }) => definition),
    ...constraints.filter(({ kind }) => kind === 'exclusion').map(({ definition }) => definition),
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
