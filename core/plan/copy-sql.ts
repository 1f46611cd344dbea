import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import type { CopyAction } from './types.ts';
import { carriedIdSql } from './user-id-sql.ts';

/** The COPY that reads a step's rows on the source. A plain COPY where it will do: the server skips the executor's SELECT. */
export function copyOutSql(action: CopyAction): string {
  const table = quoteQualified(action.schema, action.name);
  const options = copyOptions(action, false);
  const conditions: string[] = [];
  if (action.pages) {
    conditions.push(`ctid >= '(${action.pages.from},0)'::pg_catalog.tid`);
    if (action.pages.to !== undefined) conditions.push(`ctid < '(${action.pages.to},0)'::pg_catalog.tid`);
  }
  if (action.where !== undefined) conditions.push(`(${action.where})`);
  const emptied = new Map(
    action.rewrite?.filter(({ unmapped }) => unmapped === 'null').map((column) => [column.name, column]),
  );
  if (conditions.length === 0 && emptied.size === 0 && action.expressions === undefined) {
    return `COPY ${table}${columnList(streamColumns(action))} TO STDOUT ${options}`;
  }
  const columns = streamColumns(action).map((name) => {
    const column = emptied.get(name);
    return column ? carriedIdSql(column) : (action.expressions?.[name] ?? `t.${quoteIdentifier(name)}`);
  });
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `COPY (SELECT ${columns.join(', ')} FROM ONLY ${table} AS t${where}) TO STDOUT ${options}`;
}

/** The COPY that writes them on the target; `freeze` where the same transaction truncated the table. */
export function copyInSql(action: CopyAction, freeze: boolean): string {
  return `COPY ${targetOf(action)}${columnList(streamColumns(action))} FROM STDIN ${copyOptions(action, freeze)}`;
}

/** The columns as they are sent: those that are rewritten first, so that of each row nothing else has to be looked at. */
function streamColumns({ columns, rewrite = [] }: CopyAction): readonly string[] {
  const first = rewrite.map(({ name }) => name);
  return [...first, ...columns.filter((name) => !first.includes(name))];
}

/** What clears the step's part of the table first, in the copy's own transaction. */
export function clearSql(action: CopyAction): string | undefined {
  if (action.keepsRows) return undefined;
  // An extension's configuration table holds rows of the extension's own beside the user's.
  if (action.where !== undefined) return emptySql(action);
  // A chunk's rows can only be there if its transaction committed, and then the ledger has it. So it is with rows of
  // several tables in one.
  return action.pages || action.into?.tree || action.into?.shared ? undefined : emptySql(action);
}

/** What empties the table that the rows go into, of all that copies have brought there. */
export function emptySql(action: CopyAction): string {
  const table = targetOf(action);
  if (action.where !== undefined) return `DELETE FROM ONLY ${table} WHERE ${action.where}`;
  const only = action.into?.tree ? '' : 'ONLY ';
  return action.rowsOnly ? `DELETE FROM ${only}${table}` : `TRUNCATE ${only}${table}`;
}

/**
 * What keeps writers out of tables whose rows are copied aside before they are cleared: a row that came between the two
 * would be in neither place. Names are quoted. Whoever may delete may lock so. [LOCK, PostgreSQL documentation]
 */
export function keepWritersOut(tables: readonly string[]): string[] {
  if (tables.length === 0) return [];
  return [`LOCK TABLE ${tables.map((table) => `ONLY ${table}`).join(', ')} IN SHARE ROW EXCLUSIVE MODE`];
}

function targetOf({ schema, name, into }: CopyAction): string {
  return into ? quoteQualified(into.schema, into.name) : quoteQualified(schema, name);
}

/** What a transaction that changes rows of a service's own table says first. Storage refuses DELETE otherwise. [facts 17] */
export function rowSettings(action: Pick<CopyAction, 'rowsOnly' | 'replica'>): string[] {
  if (!action.rowsOnly) return [];
  return [
    ...(action.replica ? ["SET LOCAL session_replication_role = 'replica'"] : []),
    "SELECT pg_catalog.set_config('storage.allow_delete_query', 'true', true)",
  ];
}

/** The same back again, for statements that follow in one transaction. */
export function rowSettingsEnd(action: Pick<CopyAction, 'rowsOnly' | 'replica'>): string[] {
  if (!action.rowsOnly) return [];
  return [
    ...(action.replica ? ['SET LOCAL session_replication_role = DEFAULT'] : []),
    "SELECT pg_catalog.set_config('storage.allow_delete_query', '', true)",
  ];
}

/** Without columns (all generated, or none at all) COPY's own default, which leaves generated ones out, is right. */
function columnList(columns: readonly string[]): string {
  return columns.length === 0 ? '' : ` (${columns.map(quoteIdentifier).join(', ')})`;
}

function copyOptions(action: CopyAction, freeze: boolean): string {
  const options = [`FORMAT ${action.format}`, ...(freeze ? ['FREEZE'] : [])];
  return `WITH (${options.join(', ')})`;
}
