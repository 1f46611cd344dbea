import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import type { CopyAction } from './types.ts';

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
  if (conditions.length === 0) return `COPY ${table}${columnList(action.columns)} TO STDOUT ${options}`;
  const columns = action.columns.map(quoteIdentifier).join(', ');
  return `COPY (SELECT ${columns} FROM ONLY ${table} WHERE ${conditions.join(' AND ')}) TO STDOUT ${options}`;
}

/** The COPY that writes them on the target; `freeze` where the same transaction truncated the table. */
export function copyInSql(action: CopyAction, freeze: boolean): string {
  const table = quoteQualified(action.schema, action.name);
  return `COPY ${table}${columnList(action.columns)} FROM STDIN ${copyOptions(action, freeze)}`;
}

/** What clears the step's part of the table first, in the copy's own transaction. */
export function clearSql(action: CopyAction): string | undefined {
  const table = quoteQualified(action.schema, action.name);
  // An extension's configuration table holds rows of the extension's own beside the user's.
  if (action.where !== undefined) return `DELETE FROM ONLY ${table} WHERE ${action.where}`;
  // A chunk's rows can only be there if its transaction committed, and then the ledger has it.
  return action.pages ? undefined : `TRUNCATE ONLY ${table}`;
}

/** Without columns (all generated, or none at all) COPY's own default, which leaves generated ones out, is right. */
function columnList(columns: readonly string[]): string {
  return columns.length === 0 ? '' : ` (${columns.map(quoteIdentifier).join(', ')})`;
}

function copyOptions(action: CopyAction, freeze: boolean): string {
  const options = [`FORMAT ${action.format}`, ...(freeze ? ['FREEZE'] : [])];
  return `WITH (${options.join(', ')})`;
}
