import type { EngineConfig } from '../config.ts';
import type { Index, Inventory, Table } from '../inventory/types.ts';
import { smallStep } from '../plan/batches.ts';
import { copyOutSql } from '../plan/copy-sql.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import { relayCopies } from '../postgres/relay.ts';
import { tableChecksums } from '../verify/checksum.ts';
import { attempt, type Bench, copyFormat, indexMethod, plainColumns, storedColumns, timed } from './bench.ts';

/**
 * What small tables cost in a run, which takes many of them in one round trip: one by one, each would seem to take the
 * time of its own messages.
 */
export interface Batched {
  /** Seconds for each unit, see {@link batchUnits}. */
  readonly copy: number;
  readonly verify: number;
  /** Seconds for each index; undefined where none could be built. */
  readonly index: number | undefined;
}

/** Tables that are taken together: enough to tell their own time from that of the round trips. */
const batchTables = 32;

/** So many bytes of rows take about as long as it takes to open a table and close it again. */
const bytesOfUnit = 32 * 1024;

/** What a small table weighs in a batch: one for itself, and more for its rows. Pure. */
export function batchUnits({ bytes }: Pick<Table, 'bytes'>): number {
  return 1 + bytes / bytesOfUnit;
}

/** Small tables of all sizes that there are, for {@link measureBatch}; none where there are too few to tell. Pure. */
export function batchSample(tables: readonly Table[]): readonly Table[] {
  const small = tables
    .filter(({ bytes, rowsOnly, where }) => bytes <= smallStep && !rowsOnly && where === undefined)
    .filter((table) => storedColumns(table).length > 0)
    .toSorted((a, b) => a.bytes - b.bytes);
  if (small.length < batchTables) return [];
  return Array.from({ length: batchTables }, (_, place) => {
    const index = Math.floor(((place + 0.5) * small.length) / batchTables);
    return small.slice(index, index + 1);
  }).flat();
}

/** An index on columns alone: what has expressions may need functions that the target has not yet. */
const onColumns = /^USING btree \((?:"(?:[^"]|"")+"|\w+)(?:, (?:"(?:[^"]|"")+"|\w+))*\)$/;

/**
 * Copies small tables as a run does, all of them in one round trip, builds their indexes in another, and compares both
 * ends in a third. Undefined where there are none. Throws CutoverError.
 */
export async function measureBatch(
  bench: Bench,
  tables: readonly Table[],
  { indexes }: Pick<Inventory, 'indexes'>,
  verify: EngineConfig['options']['verify'],
  signal: AbortSignal,
): Promise<Batched | undefined> {
  if (tables.length === 0) return undefined;
  const { source, target, schema } = bench;
  const made = tables.map((table) => {
    bench.made += 1;
    return { table, name: `sample_${bench.made}` };
  });
  const definitions = made.map(
    ({ table, name }) => `CREATE TABLE ${quoteQualified(schema, name)} (${plainColumns(table).join(', ')})`,
  );
  await target.execute(definitions.join(';\n'));
  const copies = made.map(({ table, name }) => {
    const columns = storedColumns(table).map((column) => column.name);
    const format = copyFormat(table);
    const names = columns.map((column) => quoteIdentifier(column)).join(', ');
    return {
      copyOut: copyOutSql({ type: 'copy', schema: table.schema, name: table.name, columns, format }),
      copyIn: `COPY ${quoteQualified(schema, name)} (${names}) FROM STDIN WITH (FORMAT ${format})`,
      format,
    };
  });
  const copy = await timed(async () => await relayCopies({ source, target, copies, signal }));
  const index = await measureIndexes(bench, made, indexes);
  const mode = verify === 'checksums' ? 'checksums' : 'counts';
  const requests = made.map(({ table, name }) => {
    const typed = storedColumns(table);
    const columns = typed.map((column) => column.name);
    return { from: { ...at(table), columns, typed, mode }, to: { schema, name, columns, typed, mode } } as const;
  });
  const both = [
    timed(
      async () =>
        await tableChecksums(
          source,
          requests.map(({ from }) => from),
        ),
    ),
    timed(
      async () =>
        await tableChecksums(
          target,
          requests.map(({ to }) => to),
        ),
    ),
  ] as const;
  // Both sessions must be idle again before anything else is asked of them.
  await Promise.allSettled(both);
  const units = tables.reduce((sum, table) => sum + batchUnits(table), 0);
  return { copy: copy / units, verify: Math.max(...(await Promise.all(both))) / units, index };
}

function at({ schema, name }: Table): Pick<Table, 'schema' | 'name'> {
  return { schema, name };
}

async function measureIndexes(
  bench: Bench,
  made: readonly { readonly table: Table; readonly name: string }[],
  indexes: readonly Index[],
): Promise<number | undefined> {
  const names = new Map(made.map(({ table, name }) => [table.key, name]));
  const statements = indexes.flatMap((index) => {
    const name = names.get(index.table);
    const method = name === undefined ? undefined : indexMethod(index);
    if (name === undefined || method === undefined || !onColumns.test(method)) return [];
    bench.made += 1;
    const own = quoteIdentifier(`sample_index_${bench.made}`);
    return [`CREATE INDEX ${own} ON ${quoteQualified(bench.schema, name)} ${method}`];
  });
  if (statements.length === 0) return undefined;
  let built = false;
  const seconds = await timed(async () => {
    built = await attempt(bench, statements.join(';\n'));
  });
  return built ? seconds / statements.length : undefined;
}
