import { randomBytes } from 'node:crypto';
import type { EngineConfig } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Index, Table } from '../inventory/types.ts';
import { copyOutSql } from '../plan/copy-sql.ts';
import { qualifiedPattern } from '../plan/qualified-names.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import { relayCopy } from '../postgres/relay.ts';
import type { Session } from '../postgres/session.ts';
import { pinSettings, tableChecksum } from '../verify/checksum.ts';
import type { SampleChunk } from './chunks.ts';

export interface Pair {
  readonly source: Session;
  readonly target: Session;
}

/** A part of a table that was sampled, and what is known of it. */
export interface Scratch {
  readonly name: string;
  readonly table: Table;
  /** The first pages that were copied: verification reads them on the source. */
  readonly first: SampleChunk;
  rows: number;
  bytes: number;
}

/** Where one worker copies to: tables of its own, in a transaction that will be rolled back. */
export interface Bench extends Pair {
  /** Schema of the scratch tables; `pg_temp` where the role may not create one. */
  readonly schema: string;
  /** By table key. */
  readonly tables: Map<string, Scratch>;
  /** Number of objects made on it: each has a name of its own. */
  made: number;
}

const mayCreateSchema = "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS allowed";

/** Opens the transactions that a bench lives in. It ends with its sessions: the server then rolls everything back. */
export async function openBench({ source, target }: Pair): Promise<Bench> {
  await source.execute('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  // A run's builds share the idle cores; here as there, jobs are what works side by side.
  await target.execute('BEGIN; SET LOCAL max_parallel_maintenance_workers = 0');
  const [right] = await target.query<{ allowed: boolean }>(mayCreateSchema);
  const schema = right?.allowed ? `cutover_sample_${randomBytes(4).toString('hex')}` : 'pg_temp';
  if (right?.allowed) await target.execute(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
  await pinSettings(source);
  await pinSettings(target);
  return { source, target, schema, tables: new Map(), made: 0 };
}

/** Objects that are made in one script: enough to tell their own time from the round trip's. */
const scriptObjects = 20;

/** What a transaction costs by itself, with its round trips and its rows in the ledger, and what an object in it costs. */
export async function measureObjects(bench: Bench): Promise<{ transaction: number; object: number }> {
  const { target, schema } = bench;
  bench.made += 1;
  const made = bench.made;
  const name = quoteQualified(schema, `sample_ledger_${made}`);
  await target.execute(`CREATE TABLE ${name} (id int PRIMARY KEY, note jsonb)`);
  const transaction = await timed(async () => {
    await target.execute(`SAVEPOINT step;\nINSERT INTO ${name} VALUES (${made}, '{}');\nRELEASE step`);
  });
  const script = Array.from({ length: scriptObjects }, (_, index) => {
    const table = quoteQualified(schema, `sample_object_${made}_${index}`);
    return `CREATE TABLE ${table} (id bigint NOT NULL, note text DEFAULT '', at timestamptz)`;
  });
  const all = await timed(async () => await target.execute(script.join(';\n')));
  return { transaction, object: Math.max(0, all - transaction) / scriptObjects };
}

/** Copies one chunk as a run does, into a table of the same columns; gives its seconds. Throws CutoverError. */
export async function copyChunk(bench: Bench, chunk: SampleChunk, signal: AbortSignal): Promise<number> {
  const { table, pages, bytes } = chunk;
  const columns = storedColumns(table);
  const format = copyFormat(table);
  const scratch = bench.tables.get(table.key) ?? (await createScratch(bench, chunk));
  const { schema, name } = table;
  const copyOut = copyOutSql({
    type: 'copy',
    schema,
    name,
    columns: columns.map((column) => column.name),
    format,
    pages,
    ...(table.where === undefined ? {} : { where: table.where }),
  });
  const names = columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const copyIn = `COPY ${quoteQualified(bench.schema, scratch.name)} (${names}) FROM STDIN WITH (FORMAT ${format}, FREEZE)`;
  const begin = performance.now();
  const { rows } = await relayCopy({ source: bench.source, target: bench.target, copyOut, copyIn, format, signal });
  scratch.bytes += bytes;
  scratch.rows += rows;
  return (performance.now() - begin) / 1000;
}

async function createScratch(bench: Bench, first: SampleChunk): Promise<Scratch> {
  const { table } = first;
  bench.made += 1;
  const scratch: Scratch = { name: `sample_${bench.made}`, table, first, rows: 0, bytes: 0 };
  const columns = table.columns.flatMap((column) => {
    if (column.generated === 'no') return [plainColumn(column)];
    const name = quoteIdentifier(column.name);
    return isBuiltIn(column) && column.default !== undefined ? [generated(name, column, column.default)] : [];
  });
  const plain = plainColumns(table);
  const made = quoteQualified(bench.schema, scratch.name);
  // What a generated column computes is a part of the copy's time, where the target knows its functions.
  const whole = await attempt(bench, `CREATE TABLE ${made} (${columns.join(', ')})`);
  if (!whole) await bench.target.execute(`CREATE TABLE ${made} (${plain.join(', ')})`);
  bench.tables.set(table.key, scratch);
  return scratch;
}

/** The stored columns of a table, as a definition that any target takes. */
export function plainColumns(table: Table): readonly string[] {
  return storedColumns(table).map(plainColumn);
}

function plainColumn(column: Table['columns'][number]): string {
  return `${quoteIdentifier(column.name)} ${isPortable(column) ? column.type : 'text'}`;
}

/** How rows go into a table of {@link plainColumns}. */
export function copyFormat(table: Table): 'binary' | 'text' {
  return storedColumns(table).every(isPortable) ? 'binary' : 'text';
}

function generated(name: string, { type, generated: kind }: Table['columns'][number], expression: string): string {
  return `${name} ${type} GENERATED ALWAYS AS (${expression}) ${kind === 'virtual' ? 'VIRTUAL' : 'STORED'}`;
}

/** Runs a statement that may fail without a loss; true where it did not. Throws CutoverError where the session is lost. */
export async function attempt({ target }: Bench, statement: string): Promise<boolean> {
  try {
    await target.execute(`SAVEPOINT sample;\n${statement};\nRELEASE sample`);
    return true;
  } catch (error) {
    if (target.broken || !(error instanceof CutoverError)) throw error;
    await target.execute('ROLLBACK TO sample;\nRELEASE sample');
    return false;
  }
}

/** Columns that are copied: generated ones are not. */
export function storedColumns(table: Table): Table['columns'] {
  return table.columns.filter(({ generated: kind }) => kind === 'no');
}

/** OIDs below this are the server's own, and the same everywhere. [PostgreSQL source, access/transam.h] */
const firstNormalObjectId = 16_384;

function isBuiltIn(column: Table['columns'][number]): boolean {
  return column.typeOid < firstNormalObjectId;
}

/** Types that the target has as well, whatever was installed there; all others are carried as text. */
function isPortable(column: Table['columns'][number]): boolean {
  return isBuiltIn(column) && column.binarySafe;
}

const definitionPattern = new RegExp(
  String.raw`^CREATE (?:UNIQUE )?INDEX (?:"(?:[^"]|"")+"|[^\s"]+) ON (?:ONLY )?${qualifiedPattern} (USING .*)$`,
  's',
);

/** `USING …` of an index's definition. */
export function indexMethod(index: Index): string | undefined {
  return definitionPattern.exec(index.definition)?.[1];
}

/**
 * Builds one of the table's own indexes on its sample; gives its seconds, or undefined where the target cannot have it
 * yet: its expressions and operators may be an extension's. Throws CutoverError where the session is lost.
 */
export async function measureIndex(bench: Bench, scratch: Scratch, index: Index): Promise<number | undefined> {
  const method = indexMethod(index);
  if (method === undefined) return undefined;
  bench.made += 1;
  const name = quoteIdentifier(`sample_index_${bench.made}`);
  const statement = `CREATE INDEX ${name} ON ${quoteQualified(bench.schema, scratch.name)} ${method}`;
  let built = false;
  const seconds = await timed(async () => {
    built = await attempt(bench, statement);
  });
  return built ? seconds : undefined;
}

/**
 * Reads a sample as verification will, on both ends at once; gives the seconds for each byte of table space on the end
 * that takes longer. Throws CutoverError.
 */
export async function measureVerify(
  bench: Bench,
  scratch: Scratch,
  verify: EngineConfig['options']['verify'],
): Promise<number> {
  const { table, first } = scratch;
  const typed = storedColumns(table);
  const request = {
    columns: typed.map((column) => column.name),
    typed,
    mode: verify === 'checksums' ? 'checksums' : 'counts',
  } as const;
  const { from, to } = first.pages;
  const where = `ctid >= '(${from},0)'::pg_catalog.tid AND ctid < '(${to},0)'::pg_catalog.tid`;
  const both = [
    timed(async () => await tableChecksum(bench.source, { ...request, schema: table.schema, name: table.name, where })),
    timed(async () => await tableChecksum(bench.target, { ...request, schema: bench.schema, name: scratch.name })),
  ] as const;
  // Both sessions must be idle again before anything else is asked of them.
  await Promise.allSettled(both);
  const [onSource, onTarget] = await Promise.all(both);
  return Math.max(onSource / first.bytes, onTarget / scratch.bytes);
}

/** Statistics of a sample; gives the seconds for each row that is looked at. Throws CutoverError. */
export async function measureAnalyze(bench: Bench, scratch: Scratch): Promise<number> {
  const seconds = await timed(
    async () => await bench.target.execute(`ANALYZE ${quoteQualified(bench.schema, scratch.name)}`),
  );
  return seconds / Math.max(1, Math.min(scratch.rows, analyzedRows));
}

/** Rows that ANALYZE looks at with the default statistics target. [PostgreSQL source, commands/analyze.c] */
export const analyzedRows = 30_000;

/**
 * Looks every row up by a short key, as the validation of a foreign key does; gives the seconds for each byte of table
 * space, or undefined where the table has no such key. Throws CutoverError.
 */
export async function measureJoin(bench: Bench, scratch: Scratch): Promise<number | undefined> {
  const key = storedColumns(scratch.table).find(({ typeOid }) => shortKeys.has(typeOid))?.name;
  if (key === undefined) return undefined;
  const name = quoteQualified(bench.schema, scratch.name);
  const column = quoteIdentifier(key);
  const seconds = await timed(
    async () =>
      await bench.target.query(
        `SELECT FROM ONLY ${name} AS fk LEFT JOIN ONLY ${name} AS pk ON pk.${column} = fk.${column}
         WHERE pk.${column} IS NULL AND fk.${column} IS NOT NULL LIMIT 1`,
      ),
  );
  return seconds / scratch.bytes;
}

/** int8, int2, int4, oid, date, timestamp, timestamptz, uuid. [pg_type.dat] */
const shortKeys: ReadonlySet<number> = new Set([20, 21, 23, 26, 1082, 1114, 1184, 2950]);

/** The seconds that it takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
