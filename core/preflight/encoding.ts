import { CutoverError } from '../errors.ts';
import type { Table } from '../inventory/types.ts';
import { leftOutTables, tablesToCopy } from '../plan/data-steps.ts';
import { displayName, quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Check, CheckContext, CheckVerdict } from './types.ts';
import { counted, listed } from './words.ts';

/** Every text of a large source is read where the encodings differ. */
const limitMs = 180_000;
/** Kept back of the limit, so that what was found in time is also reported in time. */
const reserveMs = 2_000;

const queryCanceled = '57014';
/** untranslatable_character and character_not_in_repertoire. [PostgreSQL, errcodes.txt] */
const untranslatable = new Set(['22P05', '22021']);

export const encodingCheck: Check = {
  id: 'encoding',
  title: "Target can hold the source's characters",
  severity: 'blocker',
  asks: 'both',
  looksAt:
    'the server encodings of both databases and, where they differ, every text for characters that will not convert',
  limitMs,
  async run(context) {
    const [source, target] = await Promise.all([context.inventory('source'), context.inventory('target')]);
    const verdict = compareEncodings(source.encoding, target.encoding);
    if (verdict !== 'look') return verdict;
    const tables = tablesToCopy(source, leftOutTables(source, context.config.options));
    return await lookAtRows(context, tables, source.encoding);
  },
};

/** Pure: the verdict on two server encodings, by PostgreSQL's names; 'look' where it depends on the rows. */
export function compareEncodings(source: string, target: string): CheckVerdict | 'look' {
  const found = `The source's encoding is ${source}, the target's ${target}`;
  if (source === target) return { verdict: 'pass', detail: `${found}.`, fix: '' };
  if (target === 'UTF8') return 'look';
  return {
    verdict: 'fail',
    detail: `${found}, which does not hold every character of it.`,
    fix: `Create the target database anew: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0;`,
  };
}

/** Bytes of a table that are no character of UTF8, the first that the server came upon. */
interface Found {
  readonly table: Table;
  /** In hexadecimal digits. */
  readonly bytes: string;
  /** Undefined where there was no time to count. */
  readonly rows: number | undefined;
}

async function lookAtRows(context: CheckContext, tables: readonly Table[], encoding: string): Promise<CheckVerdict> {
  const session = await context.session('source');
  const found: Found[] = [];
  const unseen: string[] = [];
  for (const table of tables) {
    const texts = textsOf(table);
    if (texts === undefined) continue;
    const bad = await firstBadBytes(session, table, convertSql(texts, encoding), context);
    if (bad === undefined) unseen.push(displayName(table.schema, table.name));
    else if (bad !== '') {
      const where = holdsSql(texts, encoding, bad);
      const rows = await asked(session, context, async () => {
        const [row] = await session.query<{ count: string }>(
          `SELECT pg_catalog.count(*) AS count FROM ${fromSql(table)} WHERE ${where}`,
        );
        return Number(row?.count ?? 0);
      });
      found.push({ table, bytes: bad, rows });
    }
  }
  const pair = `The source's encoding is ${encoding}, the target's UTF8`;
  const late = unseen.length > 0 ? ` There was no time to look at ${listed(unseen)}.` : '';
  if (found.length > 0) {
    const shown = found.map(
      ({ table, bytes }) =>
        `SELECT t.ctid, t.* FROM ${fromSql(table)} WHERE ${holdsSql(textsOf(table) ?? '', encoding, bytes)};`,
    );
    const reason =
      encoding === 'SQL_ASCII'
        ? 'are no character of it'
        : `are a character of ${encoding} that UTF8 has no equivalent for`;
    return {
      verdict: 'fail',
      detail: `${pair}, and bytes ${reason}: ${listed(found.map(describe))}.${late}`,
      fix: `Mend these rows on the source: the copy of their table would stop at the first. To see them: ${shown.join(' ')} Mended, check again: a table may hold others.`,
    };
  }
  if (late !== '') {
    return {
      verdict: 'skip',
      detail: `${pair}.${late}`,
      fix: 'Check again while the source is quiet; a character that will not convert would stop the copy of its table.',
    };
  }
  return { verdict: 'pass', detail: `${pair}: every text of ${counted(tables.length, 'table')} converts.`, fix: '' };
}

function describe({ table, bytes, rows }: Found): string {
  const which = rows === undefined ? 'rows' : counted(rows, 'row');
  return `${which} of ${displayName(table.schema, table.name)} with 0x${bytes}`;
}

function fromSql({ schema, name }: Table): string {
  return `ONLY ${quoteQualified(schema, name)} AS t`;
}

/** Columns whose values may have other letters than digits and signs, as one text; undefined where there are none. */
function textsOf({ columns }: Table): string | undefined {
  const texts = columns.filter(({ typeOid, generated }) => generated !== 'virtual' && !withoutLetters.has(typeOid));
  if (texts.length === 0) return undefined;
  return `ROW(${texts.map(({ name }) => `t.${quoteIdentifier(name)}`).join(', ')})::pg_catalog.text`;
}

/** Built-in types whose output is ASCII: bool, bytea, numbers, dates and times, uuid, addresses, bits. [pg_type.dat] */
const withoutLetters: ReadonlySet<number> = new Set([
  16, 17, 20, 21, 23, 26, 650, 700, 701, 774, 790, 829, 869, 1082, 1083, 1114, 1184, 1186, 1266, 1560, 1562, 1700, 2950,
]);

/** An error where a byte is none of UTF8's. A SQL_ASCII database converts nothing, so its bytes are only looked at. */
function convertSql(texts: string, encoding: string): string {
  if (encoding === 'SQL_ASCII') return `pg_catalog.convert_from(${bytesSql(texts, encoding)}, 'UTF8')`;
  return `pg_catalog.convert_to(${texts}, 'UTF8')`;
}

/** The text as it is stored. */
function bytesSql(texts: string, encoding: string): string {
  return `pg_catalog.convert_to(${texts}, ${quoteLiteral(encoding)})`;
}

function holdsSql(texts: string, encoding: string, bytes: string): string {
  return `position(pg_catalog.decode('${bytes}', 'hex') IN ${bytesSql(texts, encoding)}) > 0`;
}

/** The bytes that the conversion stops at, '' where it goes through, undefined where there was no time. */
async function firstBadBytes(
  session: Session,
  table: Table,
  converted: string,
  context: CheckContext,
): Promise<string | undefined> {
  return await asked(session, context, async () => {
    try {
      await session.query(`SELECT pg_catalog.count(${converted}) AS count FROM ${fromSql(table)}`);
      return '';
    } catch (error) {
      if (!(error instanceof CutoverError) || !untranslatable.has(error.sqlState ?? '')) throw error;
      const bytes = /0x[0-9a-f]{2}(?: 0x[0-9a-f]{2})*/.exec(error.message)?.[0];
      if (bytes === undefined) throw error;
      return ownBytes(bytes.replaceAll('0x', '').split(' '));
    }
  });
}

/** Without what only follows them: the server names as many bytes as the first one promises, letters among them. */
function ownBytes(bytes: readonly string[]): string {
  const follower = bytes.findIndex((byte, at) => at > 0 && byte < '80');
  return bytes.slice(0, follower < 0 ? bytes.length : follower).join('');
}

/** What the source answers; undefined where the time of the check did not suffice. */
async function asked<T>(session: Session, context: CheckContext, ask: () => Promise<T>): Promise<T | undefined> {
  const left = Math.floor(context.remainingMs() - reserveMs);
  if (left <= 0) return undefined;
  await session.execute(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${left}`);
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CutoverError && error.sqlState === queryCanceled) return undefined;
    throw error;
  } finally {
    await session.execute('ROLLBACK');
  }
}
