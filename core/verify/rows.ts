import type { Constraint, Table } from '../inventory/types.ts';
import { quoteIdentifier } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { type ComparedTable, comparedRows } from './compared.ts';

/** What a row is that is not alike on both ends. */
export interface RowDifference {
  /**
   * - `missing`: the target lacks it; `extra`: only the target has it;
   * - `differs`: both have a row of this key, with other values;
   * - `times`: both have it, but not as often.
   */
  readonly kind: 'missing' | 'extra' | 'differs' | 'times';
  /** Values of the key's columns as text, as they are on the source; undefined where the table has no key. */
  readonly key: readonly (string | null)[] | undefined;
  /** The hash of the key, or of the whole row where there is no key: a decimal number. */
  readonly hash: string;
  /** How often the row is there, and one place of it: valid for as long as the session's transaction lasts. */
  readonly source: RowPlace;
  readonly target: RowPlace;
}

export interface RowPlace {
  readonly times: number;
  /** `(page,item)`; undefined where the row is not there. */
  readonly ctid: string | undefined;
}

export interface RowsRequest {
  readonly table: ComparedTable;
  /** Columns that tell rows apart; undefined where none do, and whole rows are counted instead. */
  readonly key: readonly string[] | undefined;
  /** About how many rows there are on the larger side. */
  readonly rows: number;
}

/** Rows that a part should have about: what is read of each part in which the two sides differ. */
const rowsAPart = 64;
const fewestParts = 256;
const mostParts = 65_536;
/** A table of so many rows is read at once, and not in parts first. */
const readAtOnce = 5_000;
/** Rows that one FETCH brings. */
const fetched = 5_000;

/**
 * The columns that tell a table's rows apart: its primary key, or else a unique constraint without NULLs. Undefined
 * where it has neither. Pure.
 */
export function keyColumns(table: Table, constraints: readonly Constraint[]): readonly string[] | undefined {
  const stored = new Map(table.columns.filter((column) => column.generated === 'no').map((each) => [each.name, each]));
  const keys = constraints.filter(
    ({ table: of, kind, columns }) =>
      of === table.key &&
      (kind === 'primary-key' || (kind === 'unique' && columns.every((name) => stored.get(name)?.notNull))) &&
      columns.length > 0 &&
      columns.every((name) => stored.has(name)),
  );
  return (keys.find(({ kind }) => kind === 'primary-key') ?? keys[0])?.columns;
}

/**
 * The rows of a table that are not alike on both ends, each once, in the order of their hashes. Divides the rows by a
 * hash of their key, which needs no index and no common sort order: counts and checksums of up to 65,536 parts tell
 * which of them differ, and of those alone are the keys and hashes read, sorted by the servers, and merged. Memory does
 * not grow with the table. Nothing comes out where the sums of all parts are equal.
 *
 * Both sessions must have pinned settings, and be in a transaction that sees one snapshot from beginning to end. Throws
 * CutoverError.
 */
export async function* rowDifferences(
  source: Session,
  target: Session,
  request: RowsRequest,
): AsyncGenerator<RowDifference> {
  const parts = request.rows <= readAtOnce ? undefined : await differingParts(source, target, request);
  if (parts?.numbers.length === 0) return;
  const from = readRows(source, request, parts);
  const to = readRows(target, request, parts);
  try {
    // The servers sort at the same time.
    const both = [from.next(), to.next()] as const;
    await Promise.allSettled(both);
    let [left, right] = await Promise.all(both);
    while (left.done !== true || right.done !== true) {
      const [a, b] = [left.done === true ? undefined : left.value, right.done === true ? undefined : right.value];
      const order = a === undefined ? 1 : b === undefined ? -1 : compareHashes(a[0]?.hash, b[0]?.hash);
      yield* contrast(order <= 0 ? (a ?? []) : [], order >= 0 ? (b ?? []) : []);
      if (order <= 0) left = await from.next();
      if (order >= 0) right = await to.next();
    }
  } finally {
    await from.return(undefined);
    await to.return(undefined);
  }
}

interface Parts {
  /** A power of two. */
  readonly count: number;
  readonly numbers: readonly number[];
}

async function differingParts(source: Session, target: Session, request: RowsRequest): Promise<Parts> {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, request.rows / rowsAPart)));
  const count = Math.min(mostParts, Math.max(fewestParts, wanted));
  const both = [partSums(source, request, count), partSums(target, request, count)] as const;
  await Promise.allSettled(both);
  const [from, to] = await Promise.all(both);
  const numbers = [...new Set([...from.keys(), ...to.keys()])].filter((part) => from.get(part) !== to.get(part));
  return { count, numbers: numbers.sort((a, b) => a - b) };
}

/** Rows and checksum of each part that has rows. */
async function partSums(session: Session, request: RowsRequest, count: number): Promise<Map<number, string>> {
  const { table, key } = request;
  const rows = comparedRows(table, session.end);
  const found = await session.query<{ part: number; sum: string }>(
    `SELECT ${partSql(rows.hash(key ?? table.columns), count)} AS part,
       pg_catalog.count(*)::text || ' ' || pg_catalog.sum(${rows.hash(table.columns)})::text AS sum
     FROM ${rows.from}${rows.where()} GROUP BY 1`,
  );
  return new Map(found.map(({ part, sum }) => [part, sum]));
}

function partSql(hash: string, count: number): string {
  return `(${hash} & ${count - 1})::pg_catalog.int4`;
}

/** One row, or several that are alike where there is no key. */
interface Row extends Record<string, unknown> {
  readonly hash: string;
  readonly content: string;
  readonly key: readonly (string | null)[] | null;
  readonly ctid: string;
  readonly times: number;
}

/** The rows of some parts, or of all, sorted by hash; those of one hash come together. */
async function* readRows(session: Session, request: RowsRequest, parts: Parts | undefined): AsyncGenerator<Row[]> {
  const cursor = 'cutover_rows';
  await session.execute(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${rowsSql(session, request, parts)}`);
  try {
    let same: Row[] = [];
    for (;;) {
      const batch = await session.query<Row>(`FETCH ${fetched} FROM ${cursor}`);
      for (const row of batch) {
        if (same[0] !== undefined && same[0].hash !== row.hash) {
          yield same;
          same = [];
        }
        same.push(row);
      }
      if (batch.length < fetched) break;
    }
    if (same.length > 0) yield same;
  } finally {
    // After an error the transaction is aborted, and the cursor is gone with it.
    if (!session.broken) await session.execute(`CLOSE ${cursor}`).catch(() => undefined);
  }
}

function rowsSql(session: Session, { table, key }: RowsRequest, parts: Parts | undefined): string {
  const rows = comparedRows(table, session.end);
  const content = rows.hash(table.columns);
  const hash = key === undefined ? content : rows.hash(key);
  // Where most parts differ, looking for them costs more than it saves.
  const some = parts !== undefined && parts.numbers.length < parts.count / 2;
  const inParts = some
    ? [`${partSql(hash, parts.count)} = ANY ('{${parts.numbers.join(',')}}'::pg_catalog.int4[])`]
    : [];
  if (key === undefined) {
    return `SELECT ${hash} AS hash, '' AS content, NULL::text[] AS key, pg_catalog.min(t.ctid)::text AS ctid,
        pg_catalog.count(*)::float8 AS times
      FROM ${rows.from}${rows.where(...inParts)} GROUP BY 1 ORDER BY 1`;
  }
  const values = key.map((name) => `(${rows.value(name)})::text`).join(', ');
  return `SELECT ${hash} AS hash, (${content})::text AS content, ARRAY[${values}] AS key, t.ctid::text AS ctid,
      1::float8 AS times
    FROM ${rows.from}${rows.where(...inParts)} ORDER BY 1`;
}

function compareHashes(a: string | undefined, b: string | undefined): number {
  const [left, right] = [BigInt(a ?? 0), BigInt(b ?? 0)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Rows of one hash on both ends. Two keys may share it: they are told apart by their values. Pure. */
function contrast(source: readonly Row[], target: readonly Row[]): RowDifference[] {
  if (source.length === 1 && target.length === 1 && isSame(source[0], target[0])) return [];
  const byKey = (rows: readonly Row[]): Map<string, Row[]> => Map.groupBy(rows, ({ key }) => JSON.stringify(key));
  const [from, to] = [byKey(source), byKey(target)];
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((key) =>
    contrastKey(from.get(key) ?? [], to.get(key) ?? []),
  );
}

function isSame(a: Row | undefined, b: Row | undefined): boolean {
  return (
    a?.content === b?.content &&
    a?.times === b?.times &&
    JSON.stringify(a?.key ?? null) === JSON.stringify(b?.key ?? null)
  );
}

function contrastKey(source: readonly Row[], target: readonly Row[]): RowDifference[] {
  const rows = [...source, ...target];
  const [any] = rows;
  if (any === undefined) return [];
  const place = (side: readonly Row[]): RowPlace => ({
    times: side.reduce((sum, row) => sum + row.times, 0),
    ctid: side[0]?.ctid,
  });
  const [from, to] = [place(source), place(target)];
  const contents = (side: readonly Row[]): string =>
    side
      .map(({ content }) => content)
      .sort()
      .join(' ');
  if (from.times === to.times && contents(source) === contents(target)) return [];
  const kind = from.times === 0 ? 'extra' : to.times === 0 ? 'missing' : from.times === to.times ? 'differs' : 'times';
  return [{ kind, key: any.key ?? undefined, hash: any.hash, source: from, target: to }];
}

/**
 * The columns in which rows of one key differ, for differences of the kind `differs`, in the order asked for. The
 * sessions must still be in the transactions in which the differences were found. Throws CutoverError.
 */
export async function differingColumns(
  source: Session,
  target: Session,
  table: ComparedTable,
  differences: readonly RowDifference[],
): Promise<string[][]> {
  const both = [
    columnHashes(
      source,
      table,
      differences.map((difference) => difference.source.ctid),
    ),
    columnHashes(
      target,
      table,
      differences.map((difference) => difference.target.ctid),
    ),
  ] as const;
  await Promise.allSettled(both);
  const [from, to] = await Promise.all(both);
  return differences.map((difference) => {
    const left = from.get(difference.source.ctid ?? '');
    const right = to.get(difference.target.ctid ?? '');
    return table.columns.filter((_, index) => left?.[index] !== right?.[index]);
  });
}

/** The hash of each column, for the rows at these places. */
async function columnHashes(
  session: Session,
  table: ComparedTable,
  places: readonly (string | undefined)[],
): Promise<Map<string, readonly string[]>> {
  const rows = comparedRows(table, session.end);
  const hashes = table.columns.map((name) => rows.hash([name]));
  const found = await session.query<{ ctid: string; hashes: readonly string[] }>(
    `SELECT t.ctid::text AS ctid, ARRAY[${hashes.join(', ')}]::text[] AS hashes
     FROM ${rows.from}${rows.where('t.ctid = ANY ($1::pg_catalog.tid[])')}`,
    [places.filter((place) => place !== undefined)],
  );
  return new Map(found.map(({ ctid, hashes: of }) => [ctid, of]));
}

/**
 * Runs work on the target in one read-only transaction, so that what it finds stays where it was found. The session
 * must be in no transaction.
 */
export async function withTargetSnapshot<T>(target: Session, work: () => Promise<T>): Promise<T> {
  await target.execute('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    return await work();
  } finally {
    if (!target.broken) await target.execute('ROLLBACK');
  }
}

/** A row for people: `id = 7`, or by its hash where the table has no key. Values of secret columns do not show. */
export function rowName(key: readonly string[] | undefined, { key: values, hash }: RowDifference): string {
  if (key === undefined || values === undefined) return `row hash ${hash}`;
  return key.map((name, index) => `${quoteUnlessPlain(name)} = ${shown(name, values[index] ?? null)}`).join(', ');
}

function quoteUnlessPlain(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteIdentifier(name);
}

/** Columns whose very name says that nobody should read them in a log. */
const secretColumn = /passw|secret|token|api_?key|private|credential|hash|otp|recovery|nonce/i;
const longestValue = 60;

function shown(name: string, value: string | null): string {
  if (value === null) return 'NULL';
  if (secretColumn.test(name)) return '***';
  return value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
}
