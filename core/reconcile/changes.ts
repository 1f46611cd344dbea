import { returnedTargetSql } from '../plan/user-id-sql.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { differingColumns, type RowDifference, rowDifferences } from '../verify/rows.ts';
import type { Pair } from './ends.ts';
import type { ReconciledTable } from './tables.ts';

/** Values of a row as the server writes them, in the order of the table's columns. */
export type RowTexts = readonly (string | null)[];

/** What happened to a row of the target since the cutover; values are those that the source should have. */
export interface Change {
  readonly op: 'insert' | 'update' | 'delete';
  /** The row as it is on the source; undefined for an insert. */
  readonly before: RowTexts | undefined;
  /** The row as the source should have it; undefined for a delete. */
  readonly after: RowTexts | undefined;
  /** Names of the columns that an update changes. */
  readonly columns: readonly string[];
  /** How often: more than once only where no key tells rows apart. */
  readonly times: number;
  /** Of the row on the source, for one without a key. */
  readonly hash: string;
  /** True where it refers to a user who is not of the run: somebody who came since. */
  readonly unknownUser: boolean;
}

/** What is fetched of a table at once, in bytes, and in rows. */
const fetchedBytes = 4 * 1024 * 1024;
const fetchedRows = 500;

/**
 * The changes of one table, in portions that fit into memory whatever the table's size. `rows` is about how many it has
 * on the larger side. Throws CutoverError.
 */
export async function* tableChanges(pair: Pair, table: ReconciledTable, rows: number): AsyncGenerator<Change[]> {
  const width = rows > 0 ? table.bytes / rows : 0;
  const portion = Math.max(1, Math.min(fetchedRows, Math.floor(fetchedBytes / Math.max(1, width))));
  let found: RowDifference[] = [];
  const { source, target } = pair;
  for await (const difference of rowDifferences(source, target, {
    table: table.compared,
    key: table.keyColumns,
    rows,
  })) {
    found.push(difference);
    if (found.length < portion) continue;
    yield await changesOf(pair, table, found);
    found = [];
  }
  if (found.length > 0) yield await changesOf(pair, table, found);
}

async function changesOf(
  { source, target }: Pair,
  table: ReconciledTable,
  differences: readonly RowDifference[],
): Promise<Change[]> {
  const differing = differences.filter(({ kind }) => kind === 'differs');
  const columns = new Map(
    (await differingColumns(source, target, table.compared, differing)).map((names, index) => [
      differing[index],
      names,
    ]),
  );
  const places = (end: 'source' | 'target'): (string | undefined)[] => differences.map((each) => each[end].ctid);
  const both = [
    readTexts(source, sourceRowsSql(table), places('source')),
    readTexts(target, targetRowsSql(table), places('target')),
  ] as const;
  await Promise.allSettled(both);
  const [from, to] = await Promise.all(both);
  return differences.map((difference) => {
    const before = from.get(difference.source.ctid ?? '');
    const after = to.get(difference.target.ctid ?? '');
    const more = difference.target.times - difference.source.times;
    const op = difference.kind === 'differs' ? 'update' : more > 0 ? 'insert' : 'delete';
    return {
      op,
      before: op === 'insert' ? undefined : before?.values,
      after: op === 'delete' ? undefined : after?.values,
      columns: columns.get(difference) ?? [],
      times: op === 'update' ? 1 : Math.abs(more),
      hash: difference.hash,
      unknownUser: op !== 'delete' && after?.unknownUser === true,
    };
  });
}

interface TextsOfRow {
  readonly values: RowTexts;
  readonly unknownUser: boolean;
}

/** Rows by their place, which is valid for as long as the session's transaction lasts. */
async function readTexts(
  session: Session,
  sql: string,
  places: readonly (string | undefined)[],
): Promise<Map<string, TextsOfRow>> {
  const wanted = places.filter((place) => place !== undefined);
  if (wanted.length === 0) return new Map();
  const rows = await session.texts(sql, [wanted]);
  return new Map(
    rows.map(([place, unknownUser, ...values]) => [place ?? '', { values, unknownUser: unknownUser === 't' }]),
  );
}

const atPlaces = 'WHERE t.ctid = ANY ($1::pg_catalog.tid[])';

function sourceRowsSql({ compared: { schema, name, columns } }: ReconciledTable): string {
  const values = columns.map((column) => `t.${quoteIdentifier(column)}`);
  return `SELECT ${['t.ctid', 'false', ...values].join(', ')} FROM ONLY ${quoteQualified(schema, name)} AS t ${atPlaces}`;
}

function targetRowsSql({ compared: { schema, name, columns, rewrite = [] } }: ReconciledTable): string {
  const returned = new Map(rewrite.map((column, index) => [column.name, returnedTargetSql(column, index)]));
  const unknown = [...returned.values()].map((each) => `(${each.unknown})`);
  const values = columns.map((column) => returned.get(column)?.value ?? `t.${quoteIdentifier(column)}`);
  const joins = [...returned.values()].map(({ join }) => join);
  const selected = ['t.ctid', unknown.length === 0 ? 'false' : unknown.join(' OR '), ...values];
  return `SELECT ${selected.join(', ')} FROM ONLY ${[`${quoteQualified(schema, name)} AS t`, ...joins].join(' ')} ${atPlaces}`;
}
