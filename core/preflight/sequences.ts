import type { Table } from '../inventory/types.ts';
import { grouped } from '../numbers.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import type { Check } from './types.ts';
import { counted, listed } from './words.ts';

/** Where a sequence has used this share of its values, the rest is worth a thought. */
const nearShare = 0.75;

const sequencesSql = `
  SELECT s.schemaname || '.' || s.sequencename AS key, s.last_value::text AS last, s.min_value::text AS min,
         s.max_value::text AS max, s.increment_by::text AS increment
    FROM pg_catalog.pg_sequences s
   WHERE s.last_value IS NOT NULL AND NOT s.cycle`;

interface SequenceRow extends Record<string, unknown> {
  readonly key: string;
  readonly last: string;
  readonly min: string;
  readonly max: string;
  readonly increment: string;
}

/** The largest value that a column of the type takes, where that is less than a sequence can count. */
const columnLimits: ReadonlyMap<string, bigint> = new Map([
  ['smallint', 2n ** 15n - 1n],
  ['integer', 2n ** 31n - 1n],
]);

export const sequencesCheck: Check = {
  id: 'sequences',
  title: 'No sequence is near its end',
  severity: 'warning',
  asks: 'source',
  looksAt: 'the last value of every sequence against its own end and that of the column that it fills',
  async run(context) {
    const source = await context.inventory('source');
    const session = await context.session('source');
    const rows = await session.query<SequenceRow>(sequencesSql);
    const tables = new Map(source.tables.map((table) => [table.key, table]));
    const carried = new Map(source.sequences.map((sequence) => [sequence.key, sequence]));
    const near = rows
      .flatMap((row) => {
        const sequence = carried.get(row.key);
        if (!sequence) return [];
        const column = ownedColumn(tables, sequence.ownedBy);
        const used = usedShare(row, column && columnLimits.get(column.type));
        return used >= nearShare ? [{ sequence, column, used, last: BigInt(row.last) }] : [];
      })
      .toSorted((a, b) => b.used - a.used);
    if (near.length === 0) {
      return {
        verdict: 'pass',
        detail: `None of ${counted(source.sequences.length, 'sequence')} has used ${nearShare * 100}% of its values.`,
        fix: '',
      };
    }
    const names = near.map(
      ({ sequence, column, used, last }) =>
        `${sequence.key} has used ${(Math.floor(used * 1000) / 10).toFixed(1)}% (${grouped(last)}${column ? `, for ${column.name}, ${column.type}` : ''})`,
    );
    const widen = near.map(({ sequence, column }) => {
      const wider = `ALTER SEQUENCE ${quoteQualified(sequence.schema, sequence.name)} AS bigint;`;
      return column
        ? `ALTER TABLE ${column.table} ALTER ${quoteIdentifier(column.column)} TYPE bigint; ${wider}`
        : wider;
    });
    return {
      verdict: 'fail',
      detail: `${listed(names)}.`,
      fix: `On the target after the run, while nothing writes: ${widen.slice(0, 3).join(' ')} Columns that refer to it need the same.`,
    };
  },
};

function ownedColumn(
  tables: ReadonlyMap<string, Table>,
  ownedBy: { readonly table: string; readonly column: string } | undefined,
): { readonly name: string; readonly type: string; readonly table: string; readonly column: string } | undefined {
  const table = ownedBy && tables.get(ownedBy.table);
  const column = table?.columns.find(({ name }) => name === ownedBy?.column);
  if (!table || !column) return undefined;
  const { name, type } = column;
  return { name: `${table.key}.${name}`, type, table: quoteQualified(table.schema, table.name), column: name };
}

/** Pure: 0 at its beginning, 1 where the next value is refused by the sequence or by a column that ends at `limit`. */
export function usedShare(row: Pick<SequenceRow, 'last' | 'min' | 'max' | 'increment'>, limit?: bigint): number {
  const [last, min, max] = [BigInt(row.last), BigInt(row.min), BigInt(row.max)];
  const down = BigInt(row.increment) < 0n;
  const end = down || limit === undefined || max < limit ? max : limit;
  const range = end - min;
  if (range <= 0n) return 1;
  const used = down ? max - last : last - min;
  // Large integers do not divide into fractions: a millionth is fine enough.
  return Number((used * 1_000_000n) / range) / 1_000_000;
}
