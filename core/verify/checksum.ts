import { CutoverError } from '../errors.ts';
import type { Session } from '../postgres/session.ts';
import { type ComparedTable, comparedRows, onPages, type PageRange } from './compared.ts';

/** The settings that the textual form of a value depends on, and the values that both ends compute under. */
export const pinnedSettings = {
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

export interface ChecksumRequest extends ComparedTable {
  readonly mode: 'counts' | 'checksums';
  /** A part of the table by its pages; the sums of the parts that divide a table are the table's. */
  readonly pages?: PageRange | undefined;
}

export interface TableChecksum {
  readonly rows: number;
  /** A decimal number; '' where rows were only counted. */
  readonly checksum: string;
}

/**
 * Counts the rows, and sums up a 64-bit hash of each row: the sum, which PostgreSQL keeps in 128 bits, is the same in
 * every order, and a row that is there twice counts twice.
 */
function checksumSql(request: ChecksumRequest, end: Session['end']): string {
  const rows = comparedRows(request, end);
  const checksum =
    request.mode === 'checksums' ? `coalesce(pg_catalog.sum(${rows.hash(request.columns)}), 0)::text` : "''::text";
  return `SELECT pg_catalog.count(*) AS rows, ${checksum} AS checksum, (${unpinnedSql}) AS unpinned
    FROM ${rows.from}${rows.where(...onPages(request.pages))}`;
}

/** What parts of one table come to together; counts alone where they were only counted. Pure. */
export function sumOf(parts: readonly TableChecksum[]): TableChecksum {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const counted = parts.some(({ checksum }) => checksum === '');
  return { rows, checksum: counted ? '' : String(parts.reduce((sum, part) => sum + BigInt(part.checksum), 0n)) };
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
