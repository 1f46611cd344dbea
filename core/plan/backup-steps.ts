import type { Inventory, Table } from '../inventory/types.ts';
import type { Scope } from '../supabase/scope.ts';
import { clearedTables } from './extension-rows.ts';
import { tablesToEmpty } from './managed-steps.ts';
import { objectWeight } from './schema-steps.ts';
import type { Step } from './types.ts';

/**
 * A backup of the target's rows that the run clears, before it does: those in tables of Supabase's services, those in
 * configuration tables of extensions that are there, and `more`. A schema that is renamed keeps its rows by itself. Pure.
 */
export function backupSteps(input: {
  readonly source: Inventory;
  readonly target: Inventory;
  readonly scope: Scope;
  readonly more?: readonly Table[];
}): Step[] {
  const { source, target, scope } = input;
  const tables = [
    ...scope.rowSchemas.flatMap((schema) => tablesToEmpty(schema, source, target)),
    ...clearedTables(source.tables, target).map(({ table, where }) => ({ ...table, where })),
    ...(input.more ?? []).filter(({ kind }) => kind === 'table'),
  ];
  if (tables.length === 0) return [];
  const wanted = new Map(tables.map(({ key, schema, name, where }) => [key, { schema, name, where }]));
  return [
    {
      id: 'backup:rows',
      kind: 'backup',
      phase: 'prepare',
      label: `back up the target's rows that are in the way (${wanted.size} tables)`,
      needs: [],
      weight: Math.max(
        objectWeight,
        tables.reduce((sum, { bytes }) => sum + bytes, 0),
      ),
      action: {
        type: 'backup',
        tables: [...wanted.values()].map(({ schema, name, where }) => ({
          schema,
          name,
          ...(where === undefined ? {} : { where }),
        })),
      },
    },
  ];
}
