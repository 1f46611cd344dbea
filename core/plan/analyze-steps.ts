import type { Inventory, Table } from '../inventory/types.ts';
import { smallStep } from './batches.ts';
import { smallestWeight } from './data-steps.ts';
import type { Step } from './types.ts';

/**
 * Tables of fewer rows get statistics from nobody: autovacuum does not look at them before so many have changed. Their
 * number of rows is known from the index build. [PostgreSQL documentation, autovacuum_analyze_threshold]
 */
const fewestAnalyzed = 50;

/** Pages of a table that ANALYZE reads with the default statistics target. [PostgreSQL source, commands/analyze.c] */
const sampledBytes = 30_000 * 8192;

/** A root analysed is its partitions analysed: only roots, plain tables and materialised views get a step. */
export function analyzedTables({ tables }: Pick<Inventory, 'tables'>): Table[] {
  return tables
    .filter((table) => table.kind !== 'foreign' && table.partitionOf === undefined && table.rowsStay === undefined)
    .filter((table) => table.kind !== 'materialized-view' || table.populated)
    .filter((table) => table.kind !== 'table' || table.estimatedRows >= fewestAnalyzed);
}

/** `needs`: what must be there before; `locked`: keys of the table and its partitions. */
export function analyzeStep(table: Table, needs: readonly string[], locked: readonly string[]): Step {
  return {
    id: `analyze:${table.key}`,
    kind: 'analyze',
    phase: 'finish',
    label: `analyze ${table.key}`,
    table: table.key,
    needs,
    weight: sampleWeight(table),
    holds: locked.map((name) => ({ table: name, mode: 'exclusive' })),
    action: { type: 'analyze', schema: table.schema, name: table.name },
  };
}

/**
 * Tables that are analysed as soon as their rows are there, in front of their indexes: the sample is read while the
 * machine is busy anyway, and not behind the last index, when nothing else is left to do. Of an index, ANALYZE gathers
 * what its expressions are like, and it fills what CREATE STATISTICS declares on a table (`declared`, by key): those wait
 * for both. So do tables that others inherit from, whose sample takes in rows of those. Small ones share a transaction in
 * the end. Pure.
 */
export function analyzedFirst(source: Inventory, declared: ReadonlySet<string>): Table[] {
  const expressed = source.indexes.filter(({ expressions }) => expressions).map(({ table }) => table);
  const waiting = new Set([...declared, ...expressed, ...source.tables.flatMap(({ inherits }) => inherits)]);
  return analyzedTables(source).filter(
    (table) => table.kind === 'table' && sampleWeight(table) > smallStep && !waiting.has(table.key),
  );
}

function sampleWeight({ bytes }: Table): number {
  return Math.max(Math.round(Math.min(bytes, sampledBytes) / 8), smallestWeight);
}
