import type { Table } from '../inventory/types.ts';

/** A range of a table's pages, and the table space that it stands for. */
export interface SampleChunk {
  readonly table: Table;
  readonly pages: { readonly from: number; readonly to: number };
  readonly bytes: number;
}

/** Of many tables, the largest stand for all: what a row costs differs more between tables than within one. */
const sampledTables = 12;

/**
 * Chooses what is read as a sample, in so many passes: each of the largest tables has its share of `budgetBytes`, in
 * chunks of about `chunkBytes` that are spread over the whole table. Each pass has chunks of its own, so that none is
 * quicker for what another has brought into memory, as long as the table has so many. The chunks of the tables
 * take turns, so that a pass that is cut short has still seen all of them. Pure.
 */
export function sampleChunks(
  tables: readonly Table[],
  budgetBytes: number,
  chunkBytes: number,
  passes: number,
): readonly (readonly SampleChunk[])[] {
  const largest = tables
    .filter((table) => table.pages > 0 && table.bytes > 0 && table.columns.some(({ generated }) => generated === 'no'))
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, sampledTables);
  const total = largest.reduce((sum, { bytes }) => sum + bytes, 0);
  const perTable = largest.map((table) => chunksOf(table, (budgetBytes * table.bytes) / total, chunkBytes, passes));
  return Array.from({ length: passes }, (_, pass) => {
    const own = perTable.map((chunks) =>
      chunks.filter((_chunk, index) =>
        chunks.length < passes ? index === pass % chunks.length : index % passes === pass,
      ),
    );
    const rounds = Math.max(0, ...own.map(({ length }) => length));
    return Array.from({ length: rounds }, (_round, round) =>
      own.flatMap((chunks) => chunks.slice(round, round + 1)),
    ).flat();
  });
}

function chunksOf(table: Table, budgetBytes: number, chunkBytes: number, passes: number): readonly SampleChunk[] {
  const bytesPerPage = table.bytes / table.pages;
  const size = Math.max(1, Math.round(chunkBytes / bytesPerPage));
  const available = Math.ceil(table.pages / size);
  const affordable = Math.round(budgetBytes / (size * bytesPerPage));
  const wanted = Math.min(available, Math.max(passes, affordable));
  return Array.from({ length: wanted }, (_, index) => {
    const from = Math.floor((index * available) / wanted) * size;
    const to = Math.min(from + size, table.pages);
    return { table, pages: { from, to }, bytes: (to - from) * bytesPerPage };
  });
}
