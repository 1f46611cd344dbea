import type { Column, Inventory, Table } from '../../inventory/types.ts';
import type { Item } from '../model.ts';
import { tidy, yesNo } from '../text.ts';
import { identityOptions } from '../identity.ts';
import type { Extras } from './extras.ts';

/** A table's own id, or that of the materialised view. */
export function relationId(table: Pick<Table, 'kind' | 'key'>): string {
  return `${table.kind === 'materialized-view' ? 'view' : 'table'} ${table.key}`;
}

/** Tables and their columns. A partition has its parent's columns, and is told by its bounds. */
export function tableItems(tables: readonly Table[], inventory: Inventory, extras: Extras): Item[] {
  const owned = ownedSequences(inventory);
  const counting = new Map(inventory.sequences.map(({ key, definition = '' }) => [key, definition]));
  return tables
    .filter(({ kind }) => kind !== 'materialized-view')
    .flatMap((table) => [
      tableItem(table, extras),
      ...(table.partitionOf === undefined
        ? table.columns.map((column, at) => {
            const sequence = owned.get(`${table.key}.${column.name}`);
            return columnItem(table, column, at, sequence, counting.get(sequence ?? '') ?? '');
          })
        : []),
    ]);
}

function tableItem(table: Table, extras: Extras): Item {
  const partition = extras.partitions.get(table.key);
  return {
    kind: 'table',
    name: table.key,
    path: [table.schema, table.name],
    of: `schema ${table.schema}`,
    facts: {
      kind: table.kind,
      persistence: table.persistence,
      rowSecurity: yesNo(table.rowSecurity),
      forceRowSecurity: yesNo(table.forceRowSecurity),
      partitionBy: partition?.key ?? '',
      partitionOf: table.partitionOf === undefined ? '' : `${table.partitionOf} ${partition?.bound ?? ''}`.trim(),
      inherits: table.inherits.join(', '),
    },
    owner: table.owner,
    needs: [...(table.partitionOf === undefined ? [] : [table.partitionOf]), ...table.inherits].map(
      (parent) => `table ${parent}`,
    ),
  };
}

function ownedSequences(inventory: Inventory): Map<string, string> {
  return new Map(
    inventory.sequences.flatMap(({ ownedBy, key }) =>
      ownedBy === undefined ? [] : [[`${ownedBy.table}.${ownedBy.column}`, key] as const],
    ),
  );
}

/** `increments` says what Prisma calls autoincrement(): an identity, or a default from a sequence of the column's own. */
function columnItem(table: Table, column: Column, at: number, sequence: string | undefined, definition: string): Item {
  const text = column.default === undefined ? '' : tidy(column.default);
  const serial = sequence !== undefined && column.identity === 'no' && text.startsWith('nextval(');
  return {
    kind: 'column',
    name: `${table.key}.${column.name}`,
    path: [table.schema, table.name, column.name],
    of: relationId(table),
    at,
    facts: {
      type: column.type,
      notNull: yesNo(column.notNull),
      default: column.generated === 'no' ? text : '',
      generated: column.generated === 'no' ? '' : `${column.generated}: ${text}`,
      identity: column.identity === 'no' ? '' : column.identity,
      identityOptions: column.identity === 'no' ? '' : identityOptions(column.type, definition),
      increments: yesNo(serial || column.identity !== 'no'),
      collation: column.collation ?? '',
    },
    ...(serial ? { needs: [`sequence ${sequence}`] } : {}),
  };
}

/** Sequences that are not the inside of an identity column. */
export function sequenceItems(inventory: Inventory, schemas: ReadonlySet<string>): Item[] {
  const identities = new Set(
    inventory.tables.flatMap(({ key, columns }) =>
      columns.filter(({ identity }) => identity !== 'no').map(({ name }) => `${key}.${name}`),
    ),
  );
  return inventory.sequences
    .filter(({ schema }) => schemas.has(schema))
    .filter(({ ownedBy }) => ownedBy === undefined || !identities.has(`${ownedBy.table}.${ownedBy.column}`))
    .map((sequence) => ({
      kind: 'sequence',
      name: sequence.key,
      path: [sequence.schema, sequence.name],
      of: sequence.ownedBy === undefined ? `schema ${sequence.schema}` : `table ${sequence.ownedBy.table}`,
      facts: {
        options: sequence.definition ?? '',
        ownedBy: sequence.ownedBy === undefined ? '' : `${sequence.ownedBy.table}.${sequence.ownedBy.column}`,
      },
    }));
}
