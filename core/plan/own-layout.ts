import { filledTable } from '../inventory/meet.ts';
import type { Index, Inventory, Sequence, Table } from '../inventory/types.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import { smallestWeight } from './data-steps.ts';
import type { Step } from './types.ts';

/**
 * The target's schema as it will be when rows are in it: sizes are those of the rows that come, since the tables are
 * empty now. Tables that get none are not looked at again.
 */
export function layoutOf(
  own: Inventory,
  source: Inventory,
  tables: readonly Table[],
  touched?: ReadonlySet<string>,
): Inventory {
  const coming = Map.groupBy(tables, filledTable);
  const sum = (key: string, of: (table: Table) => number): number =>
    (coming.get(key) ?? []).reduce((all, table) => all + of(table), 0);
  const sizes = new Map(source.indexes.map((index) => [`${index.schema}.${index.name}`, index.bytes]));
  const isFilled = ({ key, kind }: Table): boolean =>
    touched === undefined || touched.has(key) || kind === 'materialized-view';
  return {
    ...own,
    tables: own.tables.map((table) => ({
      ...table,
      bytes:
        table.kind === 'table' || table.kind === 'partitioned' ? sum(table.key, ({ bytes }) => bytes) : table.bytes,
      estimatedRows: coming.has(table.key) ? sum(table.key, (each) => each.estimatedRows) : table.estimatedRows,
      ...(isFilled(table) ? {} : { rowsStay: 'no rows come into it' }),
    })),
    indexes: own.indexes.map((index): Index => {
      const guess = Math.round(sum(index.table, ({ bytes }) => bytes) / indexShare);
      return { ...index, bytes: sizes.get(`${index.schema}.${index.name}`) ?? guess };
    }),
    sequences: source.sequences,
  };
}

/** What an index takes of its table where the source has none of its name: a key of a few columns. */
const indexShare = 8;

/** The copies by the table of the target that they fill, where that is another one than the source's. */
export function intoTables(
  copies: ReadonlyMap<string, readonly Step[]>,
  tables: readonly Table[],
): Map<string, readonly Step[]> {
  const into = new Map(copies);
  for (const [key, group] of Map.groupBy(tables, filledTable)) {
    into.set(
      key,
      group.flatMap((table) => copies.get(table.key) ?? []),
    );
  }
  return into;
}

/** Reasons for which rows stay behind, by the target's tables that lack them. */
export function byPlace(leftOut: ReadonlyMap<string, string>, { tables }: Inventory): ReadonlyMap<string, string> {
  return new Map(
    tables.flatMap((table) => {
      const reason = leftOut.get(table.key);
      return reason === undefined ? [] : [[filledTable(table), reason] as const];
    }),
  );
}

/** Counters of filled columns that no sequence of the source stands for, once the rows are there. */
export function countedSteps(
  uncounted: readonly { readonly sequence: Sequence; readonly table: Table }[],
  copies: ReadonlyMap<string, readonly Step[]>,
): Step[] {
  return uncounted.map(({ sequence, table }) =>
    countedStep(
      sequence,
      table,
      (copies.get(table.key) ?? []).map((step) => step.id),
    ),
  );
}

/** A counter that the source has not goes past the largest value that came, or the least one where it counts down. */
function countedStep(
  { schema, name, key, ownedBy, definition }: Sequence,
  table: Table,
  needs: readonly string[],
): Step {
  const column = quoteIdentifier(ownedBy?.column ?? '');
  const down = / INCREMENT -/.test(definition ?? '');
  return {
    id: `count:${key}`,
    kind: 'sequence',
    phase: 'copy',
    label: `sequence ${key}, past the values of ${table.key}.${ownedBy?.column}`,
    needs,
    weight: smallestWeight,
    action: {
      type: 'sql',
      statements: [
        `SELECT pg_catalog.setval(${quoteLiteral(quoteQualified(schema, name))}::pg_catalog.regclass, v.value::pg_catalog.int8)
         FROM (SELECT pg_catalog.${down ? 'min' : 'max'}(${column}) AS value FROM ${quoteQualified(table.schema, table.name)}) AS v
         WHERE v.value IS NOT NULL`,
      ],
    },
  };
}
