import { CutoverError } from '../errors.ts';
import type { RewrittenColumn } from '../plan/types.ts';
import { comparedSourceSql, comparedTargetSql } from '../plan/user-id-sql.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';

/** The settings that the textual form of a value depends on, and the values that both ends compute under. */
const pinnedSettings = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '3',
  lc_monetary: 'C',
  xmloption: 'content',
  search_path: '',
} as const;

const names = Object.keys(pinnedSettings);
const values = Object.values(pinnedSettings);

const pinSql = `
  SELECT pg_catalog.set_config(s.name, s.value, false)
  FROM unnest($1::text[], $2::text[]) AS s(name, value)`;

/**
 * Pins what text depends on, for the rest of the session; in a transaction that is rolled back, until then.
 * Throws CutoverError.
 */
export async function pinSettings(session: Session): Promise<void> {
  await session.query(pinSql, [names, values]);
}

export interface ChecksumRequest {
  readonly schema: string;
  readonly name: string;
  /** The columns to read, in one order on both ends; none for a table without columns. */
  readonly columns: readonly string[];
  /** A condition without WHERE, for the configuration tables of extensions. */
  readonly where?: string | undefined;
  /** Column -> what counts instead of its value. */
  readonly expressions?: Readonly<Record<string, string>> | undefined;
  readonly mode: 'counts' | 'checksums';
  /** Columns of users' ids that were rewritten: compared as they are on the source. */
  readonly rewrite?: readonly RewrittenColumn[] | undefined;
}

export interface TableChecksum {
  readonly rows: number;
  /** A decimal number; '' where rows were only counted. */
  readonly checksum: string;
}

/**
 * Counts the rows, and sums up a 64-bit hash of each row's text: the sum is the same in every order, and a row that is
 * there twice counts twice. ROW() takes 1,664 entries, more than a table can have columns; a function would take 100.
 * The collation is named so that the database's own has no say. Only the table itself is read: its partitions and
 * children are tables of their own.
 */
function checksumSql(request: ChecksumRequest, end: Session['end']): string {
  const rewritten = new Map(request.rewrite?.map((column, index) => [column.name, { column, index }]));
  const joins: string[] = [];
  const columns = request.columns
    .map((name) => {
      const found = request.mode === 'checksums' ? rewritten.get(name) : undefined;
      if (!found) return request.expressions?.[name] ?? `t.${quoteIdentifier(name)}`;
      if (end === 'source') return comparedSourceSql(found.column);
      const { value, join } = comparedTargetSql(found.column, found.index);
      joins.push(join);
      return value;
    })
    .join(', ');
  const hash = `pg_catalog.hashtextextended(ROW(${columns})::text COLLATE pg_catalog."C", 0)`;
  const checksum = request.mode === 'checksums' ? `coalesce(pg_catalog.sum(${hash}::numeric), 0)::text` : "''::text";
  const from = [`ONLY ${quoteQualified(request.schema, request.name)} AS t`, ...joins].join(' ');
  const where = request.where === undefined ? '' : ` WHERE (${request.where})`;
  return `SELECT pg_catalog.count(*) AS rows, ${checksum} AS checksum, (${unpinnedSql}) AS unpinned
    FROM ${from}${where}`;
}

/** Names the first setting that is not as pinned: a checksum under other settings would compare formats, not rows. */
const unpinnedSql = `SELECT pg_catalog.min(s.name) FROM unnest($1::text[], $2::text[]) AS s(name, value)
      WHERE pg_catalog.current_setting(s.name) <> s.value`;

/**
 * Count and checksum of one table as the session's transaction sees it. The session must have been through
 * {@link pinSettings}. Throws CutoverError, also for a row whose text is beyond the server's limit of 1 GB.
 */
export async function tableChecksum(session: Session, request: ChecksumRequest): Promise<TableChecksum> {
  const [row] = await session.query<{ rows: string; checksum: string; unpinned: string | null }>(
    checksumSql(request, session.end),
    [names, values],
  );
  return readChecksum(session, row);
}

function readChecksum(
  session: Session,
  row: { readonly rows: string; readonly checksum: string; readonly unpinned: string | null } | undefined,
): TableChecksum {
  if (row === undefined || row.unpinned !== null) {
    throw new CutoverError('internal', `${session.end}: checksums need the setting ${row?.unpinned} to be pinned`, {
      hint: 'This is a defect in cutover: nothing was changed. Please report it with the run.log of the run.',
    });
  }
  return { rows: Number(row.rows), checksum: row.checksum };
}

/** Counts and checksums of several tables in one round trip, in the order asked for. See {@link tableChecksum}. */
export async function tableChecksums(session: Session, requests: readonly ChecksumRequest[]): Promise<TableChecksum[]> {
  const [only] = requests;
  if (only !== undefined && requests.length === 1) return [await tableChecksum(session, only)];
  const selects = requests.map(
    (request, index) => `SELECT ${index} AS index, c.* FROM (${checksumSql(request, session.end)}) AS c`,
  );
  const rows = await session.query<{ index: number; rows: string; checksum: string; unpinned: string | null }>(
    selects.join('\nUNION ALL\n'),
    [names, values],
  );
  const found = new Map(rows.map((row) => [row.index, row]));
  return requests.map((_, index) => readChecksum(session, found.get(index)));
}
