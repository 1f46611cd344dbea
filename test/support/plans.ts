import type { Column, Table } from '../../core/inventory/types.ts';
import type { Step } from '../../core/plan/types.ts';

/** What pure tests of plans are made of. */

const column: Column = {
  name: 'id',
  type: 'integer',
  typeOid: 23,
  notNull: true,
  generated: 'no',
  identity: 'no',
  binarySafe: true,
};

/** A table of so many bytes with one column and without indexes; its key is its name. */
export function planTable(key: string, bytes: number, changes: Partial<Table> = {}): Table {
  return {
    oid: 1,
    schema: 'public',
    name: key,
    key,
    kind: 'table',
    owner: 'postgres',
    persistence: 'permanent',
    columns: [column],
    partitionOf: undefined,
    inherits: [],
    rowSecurity: false,
    forceRowSecurity: false,
    hasPrimaryKey: true,
    populated: true,
    extension: undefined,
    bytes,
    indexBytes: 0,
    estimatedRows: 1,
    pages: Math.ceil(bytes / 8192),
    level: 0,
    ...changes,
  };
}

/** A step that does nothing. */
export function planStep(id: string, needs: readonly string[] = [], changes: Partial<Step> = {}): Step {
  return {
    id,
    kind: 'schema',
    phase: 'schema',
    label: id,
    needs,
    weight: 1,
    action: { type: 'sql', statements: [] },
    ...changes,
  };
}
