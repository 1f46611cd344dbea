import { isServiceHistory } from '../supabase/auth-tables.ts';
import type { LeftOut } from '../supabase/carried-source.ts';
import { isManaged } from '../supabase/managed.ts';
import type { ManagedObject } from '../supabase/objects.ts';
import type { Scope } from '../supabase/scope.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import { keepWritersOut, rowSettings, rowSettingsEnd } from './copy-sql.ts';
import { objectWeight } from './schema-steps.ts';
import { setAsideName } from './names.ts';
import type { Step } from './types.ts';

/** What the project has in the schemas of Supabase's services, on each end. */
export interface ManagedFacts {
  readonly source: readonly ManagedObject[];
  readonly target: readonly ManagedObject[];
}

/** The schemas of services in which the project's objects are replaced by the source's. */
export function objectSchemas(scope: Scope): readonly string[] {
  if (scope.auth === undefined || scope.target === 'plain' || scope.chosen) return scope.rowSchemas;
  return [...scope.rowSchemas, 'realtime'];
}

/** The source's objects that the run makes on the target, and those that it cannot. Pure. */
export function carriedObjects(
  facts: ManagedFacts,
  target: {
    readonly tables: readonly { readonly key: string }[];
    readonly schemas: readonly { readonly name: string }[];
  },
  scope: Scope,
): { readonly carried: readonly ManagedObject[]; readonly leftOut: readonly LeftOut[] } {
  const carried: ManagedObject[] = [];
  const leftOut: LeftOut[] = [];
  const schemas = new Set(objectSchemas(scope));
  const tables = new Set(target.tables.map((table) => table.key));
  const present = new Set(target.schemas.map((schema) => schema.name));
  const granted = new Set(facts.target.filter(({ kind }) => kind === 'grant').map(({ name }) => name));
  for (const object of facts.source) {
    // A schema that goes whole brings its own; one that was not asked for is no concern of the run's.
    if (scope.auth === undefined || scope.schemas?.includes(object.schema)) continue;
    if (scope.chosen && !schemas.has(object.schema) && !isShimmed(object.schema, scope)) continue;
    const reason = reasonObjectStays(object, schemas, tables, present);
    if (reason !== undefined) leftOut.push({ table: `${object.kind} ${object.name}`, reason });
    else if (object.kind !== 'grant' || !granted.has(object.name)) carried.push(object);
  }
  return { carried, leftOut };
}

function isShimmed(schema: string, scope: Scope): boolean {
  return schema === 'auth' && scope.shim;
}

function reasonObjectStays(
  object: ManagedObject,
  schemas: ReadonlySet<string>,
  tables: ReadonlySet<string>,
  present: ReadonlySet<string>,
): string | undefined {
  if (!schemas.has(object.schema)) return `it is on ${object.table ?? object.schema}, which is not moved`;
  if (object.table !== undefined && !tables.has(object.table)) return `the target has no ${object.table}`;
  const { needs } = object;
  if (needs === undefined || !isManaged(needs) || present.has(needs)) return undefined;
  return `it calls a function of the schema ${needs}, which the target has not`;
}

/**
 * What is in the way in tables that the services own: the target's former project's triggers and policies go, and come
 * back with a rollback; rows are copied aside and deleted. Their schemas cannot be renamed.
 */
export function setAsideManaged(input: {
  readonly runId: string;
  readonly source: Inventory;
  readonly target: Inventory;
  readonly scope: Scope;
  readonly facts: ManagedFacts;
  readonly replica: boolean;
}): Step[] {
  const { scope, facts } = input;
  const schemas = new Set(objectSchemas(scope));
  const objects = facts.target
    .filter((object) => object.kind !== 'grant' && schemas.has(object.schema))
    .map(
      (object): Step => ({
        id: `set-aside:${object.kind}:${object.name}`,
        kind: 'set-aside',
        phase: 'prepare',
        label: `set ${object.kind} ${object.name} aside`,
        needs: [],
        weight: objectWeight,
        action: { type: 'sql', statements: [object.drop] },
        undo: object.create,
      }),
    );
  const rows = scope.rowSchemas.map((schema) => setAsideRows(schema, input)).filter((step) => step !== undefined);
  return [...objects, ...rows];
}

function setAsideRows(
  schema: string,
  input: { readonly runId: string; readonly source: Inventory; readonly target: Inventory; readonly replica: boolean },
): Step | undefined {
  const tables = tablesToEmpty(schema, input.source, input.target);
  if (tables.length === 0) return undefined;
  const aside = setAsideName(schema, input.runId);
  const settings = { rowsOnly: true, replica: input.replica };
  const childrenFirst = tables.toSorted((a, b) => b.level - a.level);
  const copy = (table: Table): string => quoteQualified(aside, table.name);
  const own = (table: Table): string => quoteQualified(schema, table.name);
  const sequences = input.source.sequences
    .filter((sequence) => sequence.schema === schema)
    .map(({ name }) => ({ own: quoteQualified(schema, name), copy: quoteQualified(aside, name) }));
  return {
    id: `set-aside:rows:${schema}`,
    kind: 'set-aside',
    phase: 'prepare',
    label: `set the rows of schema ${schema} aside in ${aside}`,
    needs: [],
    weight: Math.max(objectWeight, ...tables.map((table) => table.bytes)),
    action: {
      type: 'sql',
      statements: [
        `CREATE SCHEMA ${quoteIdentifier(aside)}`,
        ...rowSettings(settings),
        ...keepWritersOut(tables.map(own)),
        ...tables.map((table) => `CREATE TABLE ${copy(table)} AS SELECT * FROM ONLY ${own(table)}`),
        ...sequences.map(keptPosition),
        ...childrenFirst.map((table) => `DELETE FROM ONLY ${own(table)}`),
        ...rowSettingsEnd(settings),
      ],
    },
    undo: [
      ...rowSettings(settings),
      ...childrenFirst.map((table) => `DELETE FROM ONLY ${own(table)}`),
      ...childrenFirst.toReversed().map((table) => restoredRows(table, own(table), copy(table))),
      ...sequences.map(positionAgain),
      ...rowSettingsEnd(settings),
      `DROP SCHEMA ${quoteIdentifier(aside)} CASCADE`,
    ],
    aside: { type: 'SCHEMA', name: aside },
  };
}

/** A sequence, and the table that keeps where it stands. Both are quoted. */
interface Kept {
  readonly own: string;
  readonly copy: string;
}

export function keptPosition({ own, copy }: Kept): string {
  return `CREATE TABLE ${copy} AS SELECT last_value, is_called FROM ${own}`;
}

export function positionAgain({ own, copy }: Kept): string {
  return `SELECT pg_catalog.setval(${quoteLiteral(own)}::pg_catalog.regclass, last_value, is_called) FROM ${copy}`;
}

/** In the order in which they were copied, so that a dump shows them as it did before. */
export function restoredRows(table: Table, own: string, copy: string): string {
  const columns = table.columns
    .filter((column) => column.generated === 'no')
    .map((column) => quoteIdentifier(column.name))
    .join(', ');
  return `INSERT INTO ${own} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM ${copy} ORDER BY ctid`;
}

/** The target's tables that rows are copied into, and those that refer to them, whose rows would be left hanging. */
export function tablesToEmpty(schema: string, source: Inventory, target: Inventory): Table[] {
  const written = source.tables.filter((table) => table.rowsOnly && table.rowsStay === undefined);
  const chosen = new Set(written.filter((table) => table.schema === schema).map((table) => table.key));
  const candidates = target.tables.filter(
    (table) => table.schema === schema && table.kind === 'table' && !isServiceHistory(table.key),
  );
  for (let before = -1; before !== chosen.size; ) {
    before = chosen.size;
    for (const { table, references } of target.constraints) {
      if (references !== undefined && chosen.has(references.table)) chosen.add(table);
    }
  }
  return candidates.filter((table) => chosen.has(table.key));
}

/**
 * Copies into tables that the target owns: without its triggers and foreign keys where the role may switch them off,
 * else in an order that satisfies the keys. Pure.
 */
export function orderRowCopies(
  copies: ReadonlyMap<string, readonly Step[]>,
  tables: readonly Table[],
  replica: boolean,
): Map<string, Step[]> {
  const rowTables = tables.filter((table) => table.rowsOnly && copies.has(table.key));
  const ordered = new Map<string, Step[]>();
  for (const [key, steps] of copies) {
    const table = rowTables.find((each) => each.key === key);
    if (table === undefined) ordered.set(key, [...steps]);
    else if (replica) {
      ordered.set(
        key,
        steps.map((step) =>
          step.action.type === 'copy' ? { ...step, action: { ...step.action, replica: true } } : step,
        ),
      );
    } else {
      const before = rowTables
        .filter((other) => other.level < table.level)
        .flatMap((other) => copies.get(other.key) ?? []);
      ordered.set(
        key,
        steps.map((step) => ({ ...step, needs: [...step.needs, ...before.map(({ id }) => id)] })),
      );
    }
  }
  // A step stands behind what it needs.
  const level = new Map(rowTables.map((table) => [table.key, table.level]));
  return new Map([...ordered].sort(([a], [b]) => (level.get(a) ?? 0) - (level.get(b) ?? 0)));
}

/** The project's objects on tables of the services: after the rows, so that nothing fires for them. */
export function managedObjectSteps(objects: readonly ManagedObject[], after: readonly string[]): Step[] {
  return objects.map((object) => ({
    id: `managed:${object.kind}:${object.name}`,
    kind: 'post',
    phase: 'finish',
    label: `${object.kind} ${object.name}`,
    needs: after,
    weight: objectWeight,
    ...(object.table === undefined ? {} : { holds: [{ table: object.table, mode: 'exclusive' as const }] }),
    action: { type: 'sql', statements: object.create },
    undo: [object.drop],
    ...(object.kind === 'trigger' ? { retract: [object.drop] } : {}),
  }));
}
