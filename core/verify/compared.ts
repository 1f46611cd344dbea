import type { Column, Into } from '../inventory/types.ts';
import type { RewrittenColumn } from '../plan/types.ts';
import { comparedSourceSql, comparedTargetSql } from '../plan/user-id-sql.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { recodedHashSql, rowHashSql } from './row-hash.ts';

/** A table, and which of its rows and columns are compared, in one order on both ends. */
export interface ComparedTable {
  readonly schema: string;
  readonly name: string;
  /** The columns to read; none for a table without columns. */
  readonly columns: readonly string[];
  /** What is known of columns that both ends have in the same type; all others are compared as text. */
  readonly typed?: readonly Column[] | undefined;
  /** True where the source's encoding is another than UTF8: the same letters are then other bytes on the target. */
  readonly recoded?: boolean | undefined;
  /** A condition without WHERE, for the configuration tables of extensions. */
  readonly where?: string | undefined;
  /** Column -> what counts on the source instead of its value: the target should have it as its value. */
  readonly expressions?: Readonly<Record<string, string>> | undefined;
  /** The source's tables whose rows the target has together, where they are several. */
  readonly together?: readonly { readonly schema: string; readonly name: string }[] | undefined;
  /** Where the target has the rows, if not in the table of this name. */
  readonly into?: Into | undefined;
  /** Columns of users' ids that were rewritten: compared as they are on the source. */
  readonly rewrite?: readonly RewrittenColumn[] | undefined;
}

/** Pages of a table's main fork: from the first to before the second; to the end where there is no second. */
export interface PageRange {
  readonly from: number;
  readonly to: number | undefined;
}

/** SQL over the rows of one table on one end, under the name `t`: where equal rows give equal values on both ends. */
export interface ComparedRows {
  /** A 64-bit hash of these columns together; a constant where there are none. */
  hash(columns: readonly string[]): string;
  /** A column as it is compared. */
  value(column: string): string;
  /** What stands behind FROM. Only the table itself: its partitions and children are tables of their own, unless rows met in one. */
  readonly from: string;
  /** WHERE with what stands behind it, or nothing. */
  where(...more: readonly string[]): string;
}

/** How rows of a table are read on one end. Pure. */
export function comparedRows(table: ComparedTable, end: Session['end']): ComparedRows {
  const types = new Map(table.typed?.map((column) => [column.name, column]));
  const joins: string[] = [];
  const values = new Map(Object.entries(table.expressions ?? {}));
  // The target should have the mended values themselves.
  if (end === 'target') for (const name of values.keys()) values.set(name, `t.${quoteIdentifier(name)}`);
  for (const [index, column] of (table.rewrite ?? []).entries()) {
    if (end === 'source') values.set(column.name, comparedSourceSql(column));
    else {
      const { value, join } = comparedTargetSql(column, index);
      joins.push(join);
      values.set(column.name, value);
    }
  }
  const value = (name: string): string => values.get(name) ?? `t.${quoteIdentifier(name)}`;
  return {
    hash(columns) {
      const typed: Column[] = [];
      const others: string[] = [];
      for (const name of columns) {
        const type = values.has(name) ? undefined : types.get(name);
        if (type) typed.push(type);
        else others.push(value(name));
      }
      // A table without columns has rows all the same, and their text is empty.
      if (typed.length + others.length === 0) return '0::pg_catalog.int8';
      return table.recoded ? recodedHashSql(columns.map(value)) : rowHashSql(typed, others);
    },
    value,
    from: [rowsOf(table, end), ...joins].join(' '),
    where(...more) {
      const conditions = [...(table.where === undefined ? [] : [`(${table.where})`]), ...more];
      return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
    },
  };
}

function rowsOf({ schema, name, columns, together, into }: ComparedTable, end: Session['end']): string {
  if (end === 'target' && into) return `${into.tree ? '' : 'ONLY '}${quoteQualified(into.schema, into.name)} AS t`;
  if (end === 'target' || together === undefined) return `ONLY ${quoteQualified(schema, name)} AS t`;
  const list = columns.map(quoteIdentifier).join(', ');
  const selects = together.map((part) => `SELECT ${list} FROM ONLY ${quoteQualified(part.schema, part.name)}`);
  return `(${selects.join(' UNION ALL ')}) AS t`;
}

/** Conditions for the rows on some pages of a table: each row is in one of the ranges that divide it. */
export function onPages(range: PageRange | undefined): string[] {
  if (range === undefined) return [];
  const at = (page: number): string => `'(${page},0)'::pg_catalog.tid`;
  return [
    ...(range.from > 0 ? [`t.ctid >= ${at(range.from)}`] : []),
    ...(range.to === undefined ? [] : [`t.ctid < ${at(range.to)}`]),
  ];
}
