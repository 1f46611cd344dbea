import type { Table } from '../inventory/types.ts';
import { copiedColumns, smallestWeight } from './data-steps.ts';
import type { RewrittenColumn, Step } from './types.ts';

const base = { kind: 'verify', phase: 'verify' } as const;

/** Rows, and with `checksums` contents, of one table on both ends. */
export function verifyTableStep(
  table: Table,
  mode: 'counts' | 'checksums',
  needs: readonly string[],
  rewrite?: readonly RewrittenColumn[],
): Step {
  return {
    ...base,
    id: `verify:${table.key}`,
    label: `verify ${table.key}`,
    table: table.key,
    needs,
    weight: Math.max(Math.round(table.bytes / (mode === 'counts' ? 8 : 2)), smallestWeight),
    // A key that is attached locks readers out; of several tables in one transaction each side could hold the other's.
    holds: [{ table: table.key, mode: 'shared' }],
    action: {
      type: 'verify-table',
      schema: table.schema,
      name: table.name,
      columns: copiedColumns(table),
      mode,
      ...(table.where === undefined ? {} : { where: table.where }),
      ...(table.expressions === undefined ? {} : { expressions: table.expressions }),
      ...(rewrite === undefined ? {} : { rewrite }),
    },
  };
}

/** Every large object of the source against the target's. */
export function verifyLargeObjectsStep(mode: 'counts' | 'checksums', bytes: number, needs: readonly string[]): Step {
  return {
    ...base,
    id: 'verify-large-objects',
    label: 'verify large objects',
    needs,
    weight: Math.max(Math.round(bytes / (mode === 'counts' ? 8 : 2)), smallestWeight),
    action: { type: 'verify-large-objects', mode },
  };
}

/** A comparison of the databases as a whole: the schema's objects, the sequences, the source's quiet. */
export function verifyWholeStep(
  type: 'verify-schema' | 'verify-sequences' | 'verify-stack-users' | 'verify-source',
  needs: readonly string[],
): Step {
  return { ...base, id: type, label: type.replaceAll('-', ' '), needs, weight: smallestWeight, action: { type } };
}
