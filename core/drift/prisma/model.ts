import { compareItems, type Facts, idOf, type Item, type SchemaModel } from '../model.ts';
import { type Block, type BlockField, readBlocks } from './blocks.ts';
import { type Dmmf, type DmmfField, type DmmfIndex, type DmmfModel, type PrismaFile, readDmmf } from './dmmf.ts';
import { databaseDefault, databaseType } from './types.ts';

/** Reads a Prisma schema into the model. Throws `config.invalid`. */
export async function readPrisma(files: readonly PrismaFile[], label: string): Promise<SchemaModel> {
  const dmmf = await readDmmf(files);
  return prismaModel(dmmf, readBlocks(files.map(([, text]) => text).join('\n')), label);
}

/** Pure: Prisma's reading and what its text says beyond that, as a model. */
export function prismaModel(dmmf: Dmmf, blocks: readonly Block[], label: string): SchemaModel {
  const reader = new PrismaReader(dmmf, blocks);
  const items = reader.items();
  const datasource = blocks.find(({ keyword }) => keyword === 'datasource');
  const listed = [...(datasource?.settings.get('schemas') ?? '').matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  const withoutKeys = datasource?.settings.get('relationMode')?.includes('prisma') === true;
  const views = blocks.filter(({ keyword }) => keyword === 'view').length;
  return {
    truth: 'prisma',
    label,
    vocabulary: 'prisma',
    serverVersion: 0,
    schemas: listed.length > 0 ? listed : ['public'],
    items: items.filter(({ kind }) => !withoutKeys || kind !== 'foreign-key').sort(compareItems),
    silent: reader.silent,
    ...(withoutKeys ? { mute: ['foreign-key'] } : {}),
    notes: [
      ...(withoutKeys ? ['relationMode is prisma: foreign keys are not compared with it'] : []),
      ...(views > 0 ? [`the views of the Prisma schema (${views}) are not compared`] : []),
    ],
  };
}

/** Prisma cuts a name that would be too long before its ending. [Prisma engines, ConstraintNames] */
function constraintName(table: string, columns: readonly string[], ending: string): string {
  const longest = 63;
  const start = [table, ...columns].join('_');
  return `${start.slice(0, longest - ending.length - 1)}_${ending}`;
}

const actions: Readonly<Record<string, string>> = {
  Cascade: 'CASCADE',
  Restrict: 'RESTRICT',
  NoAction: 'NO ACTION',
  SetNull: 'SET NULL',
  SetDefault: 'SET DEFAULT',
};

interface Table {
  readonly model: DmmfModel;
  readonly block: Block | undefined;
  readonly schema: string;
  readonly name: string;
  readonly key: string;
}

class PrismaReader {
  readonly silent: string[] = [];
  readonly #dmmf: Dmmf;
  readonly #blocks: ReadonlyMap<string, Block>;
  readonly #tables: ReadonlyMap<string, Table>;
  /** Name of an enum in the schema -> type in the database. */
  readonly #enumTypes: ReadonlyMap<string, string>;

  constructor(dmmf: Dmmf, blocks: readonly Block[]) {
    this.#dmmf = dmmf;
    this.#blocks = new Map(blocks.map((block) => [block.name, block]));
    this.#tables = new Map(
      dmmf.models
        .filter(({ name }) => this.#blocks.get(name)?.keyword !== 'view')
        .map((model) => {
          const [schema, name] = [model.schema ?? 'public', model.dbName ?? model.name];
          return [model.name, { model, block: this.#blocks.get(model.name), schema, name, key: `${schema}.${name}` }];
        }),
    );
    this.#enumTypes = new Map(
      dmmf.enums.map(({ name, dbName }) => [
        name,
        `${this.#blocks.get(name)?.schema ?? 'public'}.${quotedName(dbName ?? name)}`,
      ]),
    );
    for (const block of blocks) {
      if (block.ignored) this.silent.push(`table ${block.schema ?? 'public'}.${block.mapped ?? block.name}`);
    }
  }

  items(): Item[] {
    const items = [...this.#enums()];
    for (const table of this.#tables.values()) {
      items.push(
        this.#table(table.schema, table.name),
        ...this.#columns(table),
        ...this.#unsupported(table),
        ...this.#primaryKey(table),
        ...this.#foreignKeys(table),
      );
    }
    for (const index of this.#dmmf.indexes) items.push(...this.#index(index));
    return [...items, ...this.#joinTables()];
  }

  *#enums(): Generator<Item> {
    for (const { name, dbName, values } of this.#dmmf.enums) {
      const [schema, bare] = [this.#blocks.get(name)?.schema ?? 'public', dbName ?? name];
      const labels = values.map((value) => `'${(value.dbName ?? value.name).replaceAll("'", "''")}'`).join(', ');
      yield { kind: 'enum', name: `${schema}.${bare}`, path: [schema, bare], facts: { labels } };
    }
  }

  #table(schema: string, name: string): Item {
    return { kind: 'table', name: `${schema}.${name}`, path: [schema, name], facts: { kind: 'table' } };
  }

  #columns(table: Table): Item[] {
    const own = table.model.fields.filter(({ kind }) => kind === 'scalar' || kind === 'enum');
    return own.map((field, at) => ({
      ...this.#part('column', table, columnOf(field)),
      at,
      facts: this.#columnFacts(field),
    }));
  }

  #columnFacts(field: DmmfField): Facts {
    const labels = this.#dmmf.enums.find(({ name }) => name === field.type)?.values ?? [];
    const { increments, text } = databaseDefault(
      field,
      (value) => labels.find(({ name }) => name === value)?.dbName ?? value,
    );
    const type = databaseType(field, this.#enumTypes);
    return {
      ...(type === undefined ? {} : { type }),
      // Prisma makes lists that may be NULL, and reads NULL as an empty one.
      ...(field.isList ? {} : { notNull: field.isRequired ? 'yes' : 'no' }),
      ...(text === undefined ? {} : { default: text }),
      increments,
    };
  }

  /** Columns that Prisma's reading leaves out: it knows that those of other types are there, and no more. */
  #unsupported(table: Table): Item[] {
    const fields = [...(table.block?.fields ?? new Map<string, BlockField>())];
    for (const [name, field] of fields) {
      if (field.ignored) this.silent.push(`column ${table.key}.${field.mapped ?? name}`);
    }
    return fields
      .filter(([, field]) => field.unsupported !== undefined && !field.ignored)
      .map(([name, field]) => ({
        ...this.#part('column', table, field.mapped ?? name),
        facts: { notNull: field.optional ? 'no' : 'yes' },
      }));
  }

  #part(
    kind: Item['kind'],
    table: { readonly schema: string; readonly name: string },
    name: string,
  ): Omit<Item, 'facts'> {
    const key = `${table.schema}.${table.name}`;
    return { kind, name: `${key}.${name}`, path: [table.schema, table.name, name], of: `table ${key}` };
  }

  #columnNames(table: Table, fields: readonly string[]): string[] {
    return fields.map((name) => {
      const field = table.model.fields.find((each) => each.name === name);
      return field === undefined ? name : columnOf(field);
    });
  }

  #primaryKey(table: Table): Item[] {
    const single = table.model.fields.filter(({ isId }) => isId).map(({ name }) => name);
    const fields = table.model.primaryKey?.fields ?? single;
    if (fields.length === 0) return [];
    const named = this.#dmmf.indexes.find(({ model, type }) => model === table.model.name && type === 'id')?.dbName;
    const name = named ?? constraintName(table.name, [], 'pkey');
    return [
      {
        kind: 'primary-key',
        name: table.key,
        path: [table.schema, table.name, name],
        of: `table ${table.key}`,
        facts: { columns: this.#columnNames(table, fields).join(', '), name },
      },
    ];
  }

  #index(index: DmmfIndex): Item[] {
    const table = this.#tables.get(index.model);
    if (table === undefined || (index.type !== 'unique' && index.type !== 'normal')) return [];
    const columns = this.#columnNames(
      table,
      index.fields.map(({ name }) => name),
    );
    const ending = index.type === 'unique' ? 'key' : 'idx';
    const name = index.dbName ?? constraintName(table.name, columns, ending);
    if (index.type === 'unique') {
      return [{ ...this.#part('unique', table, name), facts: { columns: columns.join(', ') } }];
    }
    const parts = index.fields.map(({ sortOrder, operatorClass }, at) =>
      [columns[at], operatorClass === undefined ? '' : snakeCase(operatorClass), sortOrder === 'desc' ? 'DESC' : '']
        .filter((part) => part !== '')
        .join(' '),
    );
    const method = (index.algorithm ?? 'BTree').toLowerCase();
    return [{ ...this.#part('index', table, name), facts: { method, columns: parts.join(', ') } }];
  }

  #foreignKeys(table: Table): Item[] {
    return table.model.fields.flatMap((field) => {
      const other = this.#tables.get(field.type);
      const from = field.relationFromFields ?? [];
      if (field.kind !== 'object' || from.length === 0 || other === undefined) return [];
      const written = table.block?.fields.get(field.name);
      const columns = this.#columnNames(table, from);
      const name = written?.foreignKey ?? constraintName(table.name, columns, 'fkey');
      return [
        {
          ...this.#part('foreign-key', table, name),
          facts: {
            columns: columns.join(', '),
            references: `${other.key} (${this.#columnNames(other, field.relationToFields ?? []).join(', ')})`,
            onDelete: actions[field.relationOnDelete ?? usualOnDelete(table, field, from)] ?? 'NO ACTION',
            onUpdate: actions[written?.onUpdate ?? 'Cascade'] ?? 'NO ACTION',
          },
          needs: [`table ${other.key}`],
        },
      ];
    });
  }

  /** The tables that Prisma makes for relations of many to many, by itself: `_PostToTag` with A and B. */
  *#joinTables(): Generator<Item> {
    const seen = new Set<string>();
    for (const table of this.#tables.values()) {
      for (const field of table.model.fields) {
        const [name, other] = [field.relationName, this.#tables.get(field.type)];
        if (name === undefined || !field.isList || other === undefined || seen.has(name)) continue;
        const back = other.model.fields.find((each) => each.relationName === name && (each !== field || each.isList));
        if (back?.isList !== true || (field.relationFromFields ?? []).length > 0) continue;
        seen.add(name);
        const [first, second] = [table, other].sort((a, b) => (a.model.name < b.model.name ? -1 : 1)) as [Table, Table];
        yield* this.#joinTable({ schema: first.schema, name: `_${name}` }, first, second);
      }
    }
  }

  *#joinTable(join: { readonly schema: string; readonly name: string }, first: Table, second: Table): Generator<Item> {
    const key = `${join.schema}.${join.name}`;
    const item = this.#table(join.schema, join.name);
    yield item;
    // Up to version 5 a unique index, from 6 on a primary key.
    this.silent.push(`primary-key ${key}`, `unique ${key}.${join.name}_AB_unique`);
    for (const [at, [column, table]] of (
      [
        ['A', first],
        ['B', second],
      ] as const
    ).entries()) {
      const id = table.model.fields.find(({ isId }) => isId);
      const type = id && databaseType(id, this.#enumTypes);
      yield {
        ...this.#part('column', join, column),
        at,
        facts: { ...(type === undefined ? {} : { type }), notNull: 'yes' },
      };
      yield {
        ...this.#part('foreign-key', join, `${join.name}_${column}_fkey`),
        facts: {
          columns: column,
          references: `${table.key} (${id === undefined ? '' : columnOf(id)})`,
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
        needs: [`table ${table.key}`, idOf(item)],
      };
    }
    yield { ...this.#part('index', join, `${join.name}_B_index`), facts: { method: 'btree', columns: 'B' } };
  }
}

/** A relation counts as required where one of its columns is. [Prisma engines, referential_arity] */
function usualOnDelete({ model }: Table, field: DmmfField, from: readonly string[]): 'Restrict' | 'SetNull' {
  const isRequired = field.isRequired || model.fields.some((each) => each.isRequired && from.includes(each.name));
  return isRequired ? 'Restrict' : 'SetNull';
}

function columnOf(field: DmmfField): string {
  return field.dbName ?? field.name;
}

/** As format_type quotes it. */
function quotedName(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `JsonbPathOps` is `jsonb_path_ops`; a raw name stays. */
function snakeCase(name: string): string {
  if (!/^[A-Z]/.test(name)) return name;
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}
