import QueryStream from 'pg-query-stream';
import { statementError } from '../postgres/errors.ts';
import { displayName, quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import { connect, type Session } from '../postgres/session.ts';
import { watchForStall } from '../postgres/stall.ts';
import { readSeedTables, type SeedTable } from './tables.ts';

export interface SeedRequest {
  /** Read only, from its first statement. */
  readonly sourceUrl: string;
  /** As psql takes them: `public.plans`, `reference.*`. */
  readonly tables: readonly string[];
  /** Takes the text piece by piece; what it returns is waited for. */
  readonly write: (text: string) => Promise<void> | void;
  readonly onTable?: (table: string, rows: number) => void;
  readonly signal?: AbortSignal;
}

export interface SeedSummary {
  /** In the order of the file. */
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
  /** Foreign keys that lead out of the seed: these rows have to be there before. */
  readonly outside: readonly { readonly table: string; readonly parent: string }[];
}

/** Rows of one INSERT: some hundred kilobytes of ordinary rows. */
const rowsAtOnce = 500;
/** Rows fetched at once. */
const batchSize = 500;
/** Values that one call of format() takes, with some room: a function has 100 arguments at most. [FUNC_MAX_ARGS] */
const valuesAtOnce = 90;

/**
 * What decides how values are read, as our sessions have it when they are written: both ends of each value's text are
 * the same, whatever the server's defaults.
 */
const settings = [
  ['client_encoding', 'UTF8'],
  ['standard_conforming_strings', 'on'],
  ['search_path', ''],
  ['row_security', 'off'],
  ['TimeZone', 'UTC'],
  ['DateStyle', 'ISO, MDY'],
  ['IntervalStyle', 'postgres'],
  ['lc_monetary', 'C'],
  ['xmloption', 'content'],
] as const;

/**
 * Writes tables as a SQL file that may be run again and again: each row is inserted, or brought up to date where its
 * key is there with other values; rows that are equal are not touched. The same rows give the same bytes: there is no
 * time in it, and rows stand in the order of their keys, by code points. All tables are read at one moment, row by row.
 * Throws CutoverError.
 */
export async function writeSeed(request: SeedRequest): Promise<SeedSummary> {
  const session = await connect({ end: 'source', url: request.sourceUrl, purpose: 'seed' });
  try {
    await session.execute('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const tables = await readSeedTables(session, request.tables);
    const own = new Set(tables.map(({ oid }) => oid));
    const names = tables.map(({ schema, name }) => displayName(schema, name));
    await request.write(head(names));
    const written: { table: string; rows: number }[] = [];
    for (const [at, table] of tables.entries()) {
      const rows = await writeTable(session, table, request);
      written.push({ table: names[at] ?? '', rows });
      request.onTable?.(names[at] ?? '', rows);
    }
    await request.write('COMMIT;\n');
    await session.execute('COMMIT');
    const outside = tables.flatMap(({ parents }, at) =>
      parents.filter(({ oid }) => !own.has(oid)).map(({ name }) => ({ table: names[at] ?? '', parent: name })),
    );
    return { tables: written, outside };
  } finally {
    await session.close();
  }
}

function head(names: readonly string[]): string {
  return [
    `-- Reference data of ${names.join(', ').replaceAll(/\s+/g, ' ')}, as cutover seed writes it.`,
    '-- It may be run again: rows are known by their keys, brought up to date where they differ, and left alone otherwise.',
    '',
    'BEGIN;',
    ...settings.map(([name, value]) => `SET LOCAL ${name} = ${quoteLiteral(value)};`),
    'SET CONSTRAINTS ALL DEFERRED;',
    '',
    '',
  ].join('\n');
}

/** The rows of one table, and its sequences. Gives how many rows. */
async function writeTable(session: Session, table: SeedTable, { write, signal }: SeedRequest): Promise<number> {
  const { schema, name, columns } = table;
  const refersToItself = table.parents.some(({ oid }) => oid === table.oid);
  const begin = `INSERT INTO ${quoteQualified(schema, name)} AS t (${columns.map((each) => quoteIdentifier(each.name)).join(', ')})${
    columns.some(({ always }) => always) ? ' OVERRIDING SYSTEM VALUE' : ''
  } VALUES\n`;
  const end = `\n${conflictSql(table)};\n`;
  let rows = 0;
  // A row that leads to a later one of its own table needs it in the same statement: the check is at that one's end.
  const most = refersToItself ? Number.POSITIVE_INFINITY : rowsAtOnce;
  for await (const values of rowsOf(session, table)) {
    signal?.throwIfAborted();
    const isFirst = rows === 0 || rows % most === 0;
    const between = rows === 0 ? '' : isFirst ? end : ',\n';
    await write(`${between}${isFirst ? begin : ''}${values}`);
    rows += 1;
  }
  await write(rows === 0 ? `-- ${displayName(schema, name).replaceAll(/\s+/g, ' ')} has no rows\n` : end);
  for (const sequence of table.sequences) await write(sequenceSql(table, sequence));
  await write('\n');
  return rows;
}

/** Each row as `(…, …)`, made by the server from the output of each type. */
async function* rowsOf(session: Session, table: SeedTable): AsyncGenerator<string> {
  const unwatch = watchForStall([session], (error) => session.destroy(error));
  const stream = session.client.query(new QueryStream(selectSql(table), [], { batchSize, rowMode: 'array' }));
  try {
    for await (const row of stream) yield (row as [string])[0];
  } catch (error) {
    throw statementError(error, session.end);
  } finally {
    unwatch();
  }
}

/**
 * `%L` quotes what the type's own output function gives, and NULL as NULL: exact for every type, where a cast to text
 * may be another function. The order of text is that of code points, the same on every server.
 */
export function selectSql({ schema, name, partitioned, columns, key }: SeedTable): string {
  const parts: string[] = [];
  for (let at = 0; at < columns.length; at += valuesAtOnce) {
    const some = columns.slice(at, at + valuesAtOnce);
    const form = some.map(() => '%L').join(', ');
    parts.push(`pg_catalog.format('${form}', ${some.map((each) => `s.${quoteIdentifier(each.name)}`).join(', ')})`);
  }
  const collatable = new Set(columns.filter((each) => each.collatable).map((each) => each.name));
  const order = key.map(
    (column) => `s.${quoteIdentifier(column)}${collatable.has(column) ? ' COLLATE pg_catalog."C"' : ''}`,
  );
  return `SELECT '  (' || ${parts.join(` || ', ' || `)} || ')' FROM ${partitioned ? '' : 'ONLY '}${quoteQualified(schema, name)} AS s ORDER BY ${order.join(', ')}`;
}

/** What happens to a row whose key is there: nothing where it is equal, by the text of its values. */
function conflictSql({ columns, key }: SeedTable): string {
  const target = `ON CONFLICT (${key.map(quoteIdentifier).join(', ')})`;
  // An identity that is always generated takes no value in an UPDATE; the key is what is equal anyway.
  const others = columns
    .filter((each) => !key.includes(each.name) && !each.always)
    .map((each) => quoteIdentifier(each.name));
  if (others.length === 0) return `${target} DO NOTHING`;
  const set = others.map((column) => `${column} = excluded.${column}`).join(', ');
  const was = others.map((column) => `t.${column}::pg_catalog.text`).join(', ');
  const is = others.map((column) => `excluded.${column}::pg_catalog.text`).join(', ');
  return `${target} DO UPDATE SET ${set}\nWHERE ROW(${was}) IS DISTINCT FROM ROW(${is})`;
}

/** A sequence goes on behind the largest value, and never back. */
function sequenceSql(table: SeedTable, { column, schema, name }: SeedTable['sequences'][number]): string {
  const sequence = quoteQualified(schema, name);
  return [
    `SELECT pg_catalog.setval(${quoteLiteral(sequence)}, m.top)`,
    `FROM (SELECT pg_catalog.max(${quoteIdentifier(column)}) AS top FROM ${quoteQualified(table.schema, table.name)}) AS m, ${sequence} AS s`,
    `WHERE m.top > s.last_value OR (m.top = s.last_value AND NOT s.is_called);\n`,
  ].join('\n');
}
