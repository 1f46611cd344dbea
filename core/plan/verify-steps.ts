import { filledTable } from '../inventory/meet.ts';
import type { Table } from '../inventory/types.ts';
import { copiedColumns, smallestWeight } from './data-steps.ts';
import type { RewrittenColumn, Step } from './types.ts';

const base = { kind: 'verify', phase: 'verify' } as const;

/** Tables whose rows are compared together, because the target has them in one; mostly each by itself. */
export function comparedTogether(tables: readonly Table[]): (readonly [Table, ...Table[]])[] {
  const groups = Map.groupBy(tables, filledTable).values();
  return [...groups].flatMap(([first, ...rest]) => (first ? [[first, ...rest] as const] : []));
}

/** Rows, and with `checksums` contents, of tables that the target has in one. */
export function verifyTogetherStep(
  group: readonly [Table, ...Table[]],
  mode: 'counts' | 'checksums',
  needs: readonly string[],
  rewrite?: readonly RewrittenColumn[],
): Step {
  const [first] = group;
  const step = verifyTableStep(first, mode, needs, rewrite);
  if (group.length === 1 || step.action.type !== 'verify-table') return step;
  // A column that one of them lacks cannot be read of all.
  const shared = copiedColumns(first).filter((name) =>
    group.every(({ columns }) => columns.some((column) => column.name === name)),
  );
  return {
    ...step,
    weight: group.reduce((sum, table) => sum + verifyTableStep(table, mode, []).weight, 0),
    action: { ...step.action, columns: shared, parts: group.map(({ schema, name }) => ({ schema, name })) },
  };
}

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
    holds: [{ table: filledTable(table), mode: 'shared' }],
    action: {
      type: 'verify-table',
      schema: table.schema,
      name: table.name,
      columns: copiedColumns(table),
      mode,
      ...(table.where === undefined ? {} : { where: table.where }),
      ...(table.expressions || table.comparisons
        ? { expressions: { ...table.comparisons, ...table.expressions } }
        : {}),
      ...(table.into === undefined ? {} : { into: table.into }),
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
