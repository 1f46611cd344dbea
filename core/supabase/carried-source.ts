import { type Conversion, type Lacking, type Meeting, meetColumns, meetSchemas } from '../inventory/meet.ts';
import type { Column, Constraint, Inventory, SchemaObject, Table } from '../inventory/types.ts';
import { reasonRowsStay, userInvariants } from './auth-tables.ts';
import { isManaged } from './managed.ts';
import { isAbsent, type Scope } from './scope.ts';

export interface LeftOut {
  /** A table's key, or the kind and name of something else. */
  readonly table: string;
  readonly reason: string;
}

/** The part of a source that a run carries, and what of the schemas that it reads stays behind. */
export interface CarriedSource {
  readonly source: Inventory;
  readonly leftOut: readonly LeftOut[];
  /** Columns and tables that the target has not: without data in them nothing is lost. */
  readonly lacking: readonly Lacking[];
  /** Columns of the target that must have a value and get none. */
  readonly unfilled: readonly string[];
  /** Where the schema is the target's own: columns that have another type there. */
  readonly conversions: readonly Conversion[];
  /** Likewise: counters of the target's that none of the source's stands for. */
  readonly uncounted: Meeting['uncounted'];
}

/** The publication that the Realtime service of a target listens to: tables are added to it, it is never replaced. */
export const realtimePublication = 'supabase_realtime';

/**
 * The source as the run carries it: without what leads into schemas that stay behind, and with the tables of services
 * in the columns that the target's have too; so with all tables where the schema is the target's own. `target` must have
 * the tables of the scope's row schemas, or all where the schema is its own. Pure.
 */
export function carriedSource(source: Inventory, target: Inventory, scope: Scope): CarriedSource {
  const carried = carriedToServices(source, target, scope);
  return scope.schema === undefined ? carried : carriedToOwnSchema(carried, target, scope);
}

function carriedToServices(source: Inventory, target: Inventory, scope: Scope): CarriedSource {
  if (scope.auth === undefined && scope.target === 'plain') {
    return { source, leftOut: [], lacking: [], unfilled: [], conversions: [], uncounted: [] };
  }
  const met = meetTarget(source.tables, target.tables, scope);
  const kept = new Set(met.tables.filter(({ rowsStay }) => rowsStay === undefined).map((table) => table.key));
  const leftOut = [
    ...scope.leftOut.map(({ schema, reason }) => ({ table: `schema ${schema}`, reason })),
    ...met.leftOut,
  ];
  const constraints = source.constraints.filter((constraint) => {
    const reason = reasonForeignKeyStays(constraint, scope);
    if (reason !== undefined) leftOut.push({ table: `foreign key ${constraint.table} ${constraint.name}`, reason });
    return reason === undefined;
  });
  const objects = source.objects.filter((object) => {
    const reason = reasonObjectStays(object, scope);
    if (reason !== undefined) leftOut.push({ table: `${object.kind.replace('-', ' ')} ${object.name}`, reason });
    return reason === undefined;
  });
  const extensions = source.extensions.filter(({ name, schema }) => {
    const stays = scope.target === 'plain' && isAbsent(schema, scope);
    if (stays)
      leftOut.push({ table: `extension ${name}`, reason: `it lives in the schema ${schema}, which is not moved` });
    return !stays;
  });
  return {
    source: {
      ...source,
      tables: met.tables,
      constraints,
      objects,
      extensions,
      sequences: source.sequences.filter(
        ({ schema, ownedBy }) => !isRowSchema(schema, scope) || (ownedBy !== undefined && kept.has(ownedBy.table)),
      ),
    },
    leftOut,
    lacking: met.lacking,
    unfilled: met.unfilled,
    conversions: [],
    uncounted: [],
  };
}

/** What Supabase's CLI and Prisma have applied is no data of the project's, and says nothing of another schema. */
function isToolsList({ schema, name }: Table): boolean {
  return schema === 'supabase_migrations' || name === '_prisma_migrations';
}

/** Rows alone: what the source's schema has beside its tables is no part of the run. */
function carriedToOwnSchema(carried: CarriedSource, own: Inventory, scope: Scope): CarriedSource {
  const places = new Set(own.tables.map(({ key }) => key));
  const lists = carried.source.tables.filter((table) => isToolsList(table) && !places.has(table.key));
  const listed = new Set(lists);
  const rest = carried.source.tables.filter((table) => !listed.has(table));
  const met = meetSchemas({ ...carried.source, tables: rest }, own);
  // Of a schema that is made anew, whatever the run makes is that one's.
  const { schemas, extensions, roles } = own;
  const made = scope.schema === 'migrations' ? { schemas, extensions, roles } : {};
  const counted = new Set(met.sequences.map(({ key }) => key));
  const absent = 'the target has no such';
  return {
    source: { ...carried.source, ...made, tables: met.tables, sequences: met.sequences },
    leftOut: [
      ...carried.leftOut,
      ...lists.map(({ key }) => ({ table: key, reason: 'the list that a tool keeps of its own migrations' })),
      ...met.lacking.map(({ table, column }) =>
        column === undefined
          ? { table: table.key, reason: `${absent} table` }
          : { table: `column ${table.key}.${column.name}`, reason: `${absent} column` },
      ),
      ...met.computed.map((name) => ({ table: `column ${name}`, reason: 'the target computes it' })),
      ...carried.source.sequences
        .filter(({ key }) => !counted.has(key))
        .map(({ key }) => ({ table: `sequence ${key}`, reason: `${absent} sequence` })),
    ],
    lacking: [...carried.lacking, ...met.lacking],
    unfilled: [...carried.unfilled, ...met.unfilled],
    conversions: met.conversions,
    uncounted: met.uncounted,
  };
}

function isRowSchema(schema: string, scope: Scope): boolean {
  return scope.rowSchemas.includes(schema);
}

/** A key that points at rows which are not moved would refuse the project's own. */
export function reasonForeignKeyStays(constraint: Constraint, scope: Scope): string | undefined {
  if (constraint.kind !== 'foreign-key' || constraint.references === undefined) return undefined;
  const { table } = constraint.references;
  return isAbsent(schemaOf(table), scope) ? `it refers to ${table}, whose rows are not moved` : undefined;
}

/** Managed schemas have no dot in their names. */
function schemaOf(key: string): string {
  return key.slice(0, Math.max(0, key.indexOf('.')));
}

const functionCall = /\bEXECUTE (?:FUNCTION|PROCEDURE) "?([a-z_]+)"?\./;

/** Why an object of a schema that goes whole, or of the database, stays behind all the same. Pure. */
export function reasonObjectStays({ kind, name, definition }: SchemaObject, scope: Scope): string | undefined {
  if (scope.auth === undefined && kind !== 'publication') return undefined;
  if (kind === 'trigger') return reasonTriggerStays(definition, scope);
  if (kind === 'event-trigger') {
    const schema = /\bEXECUTE "?([a-z_]+)"?\./.exec(definition)?.[1] ?? '';
    return isManaged(schema) ? reasonEventTriggerStays(schema) : undefined;
  }
  if (kind === 'publication' && scope.target === 'supabase' && name === realtimePublication) {
    return 'the target has its own; the project’s tables are added to it';
  }
  return undefined;
}

/** Why a trigger stays behind, by its definition or the statement that makes it. */
export function reasonTriggerStays(definition: string, scope: Scope): string | undefined {
  const schema = functionCall.exec(definition)?.[1];
  if (schema === undefined || schema === 'auth' || !isAbsent(schema, scope)) return undefined;
  return `it calls a function of the schema ${schema}, which is not moved`;
}

export function reasonEventTriggerStays(schema: string): string {
  return `the platform's own: its function is in the schema ${schema}`;
}

interface Met {
  readonly tables: Table[];
  readonly leftOut: LeftOut[];
  readonly lacking: Lacking[];
  readonly unfilled: string[];
}

function meetTarget(tables: readonly Table[], targetTables: readonly Table[], scope: Scope): Met {
  const others = new Map(targetTables.map((table) => [table.key, table]));
  const met: Met = { tables: [], leftOut: [], lacking: [], unfilled: [] };
  for (const table of tables) {
    if (!table.rowsOnly) {
      met.tables.push(table);
      continue;
    }
    const other = others.get(table.key);
    const rowsStay = reasonRowsStay(table.key, scope.carrySessions);
    if (rowsStay !== undefined) {
      if (other) met.tables.push({ ...table, rowsStay });
      else met.leftOut.push({ table: table.key, reason: rowsStay });
    } else if (other === undefined || other.kind !== table.kind) {
      met.lacking.push({ table });
      met.leftOut.push({ table: table.key, reason: 'the target has no such table' });
    } else met.tables.push(meetTable(table, other, met));
  }
  return met;
}

function meetTable(table: Table, other: Table, met: Met): Table {
  const { columns, expressions, lacking, unfilled } = meetColumns(table, other, (column) => invariantOf(table, column));
  for (const column of lacking) {
    met.lacking.push({ table, column });
    met.leftOut.push({ table: `column ${table.key}.${column.name}`, reason: 'the target has no such column' });
  }
  met.unfilled.push(...unfilled.map((name) => `${table.key}.${name}`));
  return { ...table, columns, ...(Object.keys(expressions).length > 0 ? { expressions } : {}) };
}

/** What Supabase Auth takes for granted of its users, and older versions of it did not. */
function invariantOf(table: Table, column: Column): string | undefined {
  return table.key === 'auth.users'
    ? userInvariants.find((each) => each.column === column.name)?.expression
    : undefined;
}
