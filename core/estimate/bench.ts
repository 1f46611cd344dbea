import { randomBytes } from 'node:crypto';
import type { EngineConfig } from '../config.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { copyOutSql } from '../plan/copy-sql.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import { relayCopy } from '../postgres/relay.ts';
import type { Session } from '../postgres/session.ts';
import { pinSettings, tableChecksum } from '../verify/checksum.ts';
import type { SampleChunk } from './chunks.ts';

export interface Pair {
  readonly source: Session;
  readonly target: Session;
}

export interface Work {
  bytes: number;
  rows: number;
  seconds: number;
}

interface Scratch {
  readonly name: string;
  readonly table: Table;
  bytes: number;
}

/** Where one worker copies to: tables of its own, in a transaction that will be rolled back. */
export interface Bench extends Pair {
  /** Schema of the scratch tables; `pg_temp` where the role may not create one. */
  readonly schema: string;
  readonly tables: Map<string, Scratch>;
  /** All that was copied to it. */
  readonly copied: Work;
  /** Number of indexes built on it: each has a name of its own. */
  indexes: number;
}

const mayCreateSchema = "SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') AS allowed";

/** Opens the transactions that a bench lives in. It ends with its sessions: the server then rolls everything back. */
export async function openBench({ source, target }: Pair): Promise<Bench> {
  await source.execute('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  await target.execute('BEGIN');
  const [right] = await target.query<{ allowed: boolean }>(mayCreateSchema);
  const schema = right?.allowed ? `cutover_sample_${randomBytes(4).toString('hex')}` : 'pg_temp';
  if (right?.allowed) await target.execute(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
  return { source, target, schema, tables: new Map(), copied: { bytes: 0, rows: 0, seconds: 0 }, indexes: 0 };
}

/** A step that moves nothing: its start and its end in the ledger, a look at the source, and work on the catalog. */
export async function measureStep({ source, target, schema }: Bench): Promise<number> {
  const begin = performance.now();
  await target.execute(`CREATE TABLE ${quoteQualified(schema, 'step')} (id int PRIMARY KEY, note text)`);
  await target.query(`INSERT INTO ${quoteQualified(schema, 'step')} VALUES ($1, $2)`, [1, 'begun']);
  await source.query('SELECT 1 AS one');
  await target.query(`UPDATE ${quoteQualified(schema, 'step')} SET note = $1`, ['done']);
  await target.execute(`DROP TABLE ${quoteQualified(schema, 'step')}`);
  return (performance.now() - begin) / 1000;
}

/** Copies one chunk as a run does, into a table of the same columns. Throws CutoverError. */
export async function copyChunk(
  bench: Bench,
  { table, pages, bytes }: SampleChunk,
  signal: AbortSignal,
): Promise<Work> {
  const columns = storedColumns(table);
  const format = columns.every(isPortable) ? 'binary' : 'text';
  const scratch = bench.tables.get(table.key) ?? (await createScratch(bench, table));
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
  const seconds = (performance.now() - begin) / 1000;
  bench.copied.seconds += seconds;
  bench.copied.rows += rows;
  bench.copied.bytes += bytes;
  scratch.bytes += bytes;
  return { bytes, rows, seconds };
}

async function createScratch(bench: Bench, table: Table): Promise<Scratch> {
  const scratch: Scratch = { name: `sample_${bench.tables.size}`, table, bytes: 0 };
  const columns = storedColumns(table).map(
    (column) => `${quoteIdentifier(column.name)} ${isPortable(column) ? column.type : 'text'}`,
  );
  await bench.target.execute(`CREATE TABLE ${quoteQualified(bench.schema, scratch.name)} (${columns.join(', ')})`);
  bench.tables.set(table.key, scratch);
  return scratch;
}

function storedColumns(table: Table): Table['columns'] {
  return table.columns.filter(({ generated }) => generated === 'no');
}

/** OIDs below this are the server's own, and the same everywhere. [PostgreSQL source, access/transam.h] */
const firstNormalObjectId = 16_384;

/** Types that the target has as well, whatever was installed there; all others are carried as text. */
function isPortable(column: Table['columns'][number]): boolean {
  return column.typeOid < firstNormalObjectId && column.binarySafe;
}

/** bool, "char", int8, int2, int4, oid, float4, float8, date, time, timestamp, timestamptz, uuid: short, with a b-tree. */
const shortKeys: ReadonlySet<number> = new Set([16, 18, 20, 21, 23, 26, 700, 701, 1082, 1083, 1114, 1184, 2950]);

/** Builds an index on the largest part of the sample: on the primary key, else on a column that surely can have one. */
export async function measureIndex(bench: Bench, source: Inventory): Promise<Work> {
  const none = { bytes: 0, rows: 0, seconds: 0 };
  const largest = largestOf(bench.tables);
  if (!largest) return none;
  const { table, name } = largest;
  const key = source.constraints.find((each) => each.table === table.key && each.kind === 'primary-key')?.columns;
  const short = storedColumns(table).find(({ typeOid }) => shortKeys.has(typeOid))?.name;
  const columns = key ?? (short === undefined ? [] : [short]);
  const stored = new Set(storedColumns(table).map((column) => column.name));
  if (columns.length === 0 || !columns.every((column) => stored.has(column))) return none;
  bench.indexes += 1;
  const index = `sample_index_${bench.indexes}`;
  const begin = performance.now();
  await bench.target.execute(
    `CREATE INDEX ${quoteIdentifier(index)} ON ${quoteQualified(bench.schema, name)} (${columns.map(quoteIdentifier).join(', ')})`,
  );
  const seconds = (performance.now() - begin) / 1000;
  const [size] = await bench.target.query<{ bytes: string }>(
    'SELECT pg_catalog.pg_relation_size(pg_catalog.to_regclass($1))::text AS bytes',
    [quoteQualified(bench.schema, index)],
  );
  return { bytes: Number(size?.bytes ?? 0), rows: 0, seconds };
}

/** Reads the largest part of the sample as verification will, with its checksums or without. */
export async function measureVerify(
  { target, schema, tables }: Bench,
  mode: EngineConfig['options']['verify'],
): Promise<Work> {
  const largest = largestOf(tables);
  if (!largest) return { bytes: 0, rows: 0, seconds: 0 };
  await pinSettings(target);
  const typed = storedColumns(largest.table);
  const begin = performance.now();
  const { rows } = await tableChecksum(target, {
    schema,
    name: largest.name,
    columns: typed.map((column) => column.name),
    typed,
    mode: mode === 'checksums' ? 'checksums' : 'counts',
  });
  return { bytes: largest.bytes, rows, seconds: (performance.now() - begin) / 1000 };
}

function largestOf(tables: Bench['tables']): Scratch | undefined {
  return [...tables.values()].toSorted((a, b) => b.bytes - a.bytes)[0];
}
