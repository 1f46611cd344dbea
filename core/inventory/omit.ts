import { displayName } from '../postgres/identifiers.ts';
import type { Constraint, Dependent, Inventory, SchemaObject, Table } from './types.ts';

/**
 * The inventory as it is without these extensions: what hangs on them is nowhere in it but in `omitted`, so that
 * whatever is planned, checked or compared from it knows nothing of it. Pure.
 */
export function omit(inventory: Inventory, extensions: readonly string[], objects: readonly Dependent[]): Inventory {
  const gone = new Gone(extensions, objects);
  const left = inventory.tables.filter((table) => !gone.hasTable(table));
  return {
    ...inventory,
    tables: left.map((table) => gone.withoutDefaults(table)),
    indexes: inventory.indexes.filter(
      (index) => !gone.relations.has(index.table) && !gone.relations.has(displayName(index.schema, index.name)),
    ),
    constraints: inventory.constraints.filter((constraint) => !gone.hasConstraint(constraint)),
    sequences: inventory.sequences.filter(
      ({ key, ownedBy }) => !gone.relations.has(key) && !(ownedBy && gone.relations.has(ownedBy.table)),
    ),
    extensions: inventory.extensions.filter(({ name }) => !gone.extensions.has(name)),
    objects: inventory.objects.filter((object) => !gone.hasObject(object)),
    cycles: inventory.cycles.filter((cycle) => !cycle.some((table) => gone.relations.has(table))),
    refreshOrder: inventory.refreshOrder.filter((view) => !gone.relations.has(view)),
    omitted: {
      extensions,
      objects,
      tables: inventory.tables
        .filter((table) => gone.hasTable(table) && (table.kind === 'table' || table.kind === 'partitioned'))
        .map(({ key, estimatedRows, bytes }) => ({ table: key, rows: estimatedRows, bytes })),
    },
  };
}

const relationKinds: ReadonlySet<string> = new Set([
  'table',
  'view',
  'materialized view',
  'foreign table',
  'sequence',
  'index',
]);

class Gone {
  readonly extensions: ReadonlySet<string>;
  /** Keys of tables, views, sequences and indexes. */
  readonly relations: ReadonlySet<string>;
  /** `default public.orders.id`: what belongs to a table, by its kind and its own name. */
  readonly #parts: ReadonlySet<string>;
  /** `schema.name` of types, `schema.name(arguments)` of functions. */
  readonly #names: ReadonlySet<string>;

  constructor(extensions: readonly string[], objects: readonly Dependent[]) {
    const required = objects.filter(({ kind }) => kind === 'extension').map(({ name }) => name);
    this.extensions = new Set([...extensions, ...required]);
    this.relations = new Set(
      objects.filter(({ kind }) => relationKinds.has(kind)).map(({ schema, name }) => displayName(schema ?? '', name)),
    );
    this.#parts = new Set(objects.map(({ kind, relation, part }) => `${kind} ${relation}.${part}`));
    this.#names = new Set(
      objects.map(({ schema, name, part, relation }) => {
        const own = part === undefined || relation !== undefined ? name : `${name.split('(')[0]}(${part})`;
        return schema === undefined ? own : displayName(schema, own);
      }),
    );
  }

  hasTable({ key, extension }: Table): boolean {
    return this.relations.has(key) || (extension !== undefined && this.extensions.has(extension));
  }

  withoutDefaults(table: Table): Table {
    if (!table.columns.some(({ name }) => this.#parts.has(`default ${table.key}.${name}`))) return table;
    return {
      ...table,
      columns: table.columns.map((column) => {
        if (!this.#parts.has(`default ${table.key}.${column.name}`)) return column;
        const { default: _, ...rest } = column;
        return rest;
      }),
    };
  }

  hasConstraint({ table, name, references }: Constraint): boolean {
    return (
      this.relations.has(table) ||
      this.#parts.has(`constraint ${table}.${name}`) ||
      (references !== undefined && this.relations.has(references.table))
    );
  }

  hasObject({ kind, name }: SchemaObject): boolean {
    switch (kind) {
      case 'view':
        return this.relations.has(name);
      case 'type':
      case 'function':
        return this.#names.has(name);
      case 'event-trigger':
        return this.#names.has(name);
      case 'trigger':
      case 'policy':
      case 'rule':
        return this.#hasPart(kind, name, ' on ');
      case 'publication':
        return this.#hasPart('publication table', name, ' of ');
    }
  }

  /** Named as `part on schema.table`; either may hold the separator, so every way to cut it is tried. */
  #hasPart(kind: string, name: string, separator: ' on ' | ' of '): boolean {
    for (let at = name.indexOf(separator); at >= 0; at = name.indexOf(separator, at + 1)) {
      const relation = name.slice(at + 4);
      if (this.relations.has(relation) || this.#parts.has(`${kind} ${relation}.${name.slice(0, at)}`)) return true;
    }
    return false;
  }
}
