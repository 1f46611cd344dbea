import type { Profile } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import type { RewrittenColumn } from './types.ts';

const usersTable = 'auth.users';

/** What a profile says about users' ids. */
export type UserIdChoices = Pick<Profile, 'userIdColumns' | 'unmappedUserIds'>;

/** Columns of Supabase Storage that hold users' ids: their foreign key was given up, and owner_id is text. [supabase/storage, migrations] */
const storageColumns = ['buckets', 'objects', 's3_multipart_uploads'].flatMap((table) => [
  `storage.${table}.owner`,
  `storage.${table}.owner_id`,
]);

/**
 * The columns that hold users' ids, by table key: those that refer to auth.users through foreign keys, over any number
 * of tables, Storage's owners, and those that the profile names. Pure. Throws `config.invalid` for a name that is no
 * column, or of a type that holds no id.
 */
export function userIdColumns(source: Inventory, choices: UserIdChoices): Map<string, RewrittenColumn[]> {
  const named = choices.userIdColumns ?? [];
  const columns = new Set([`${usersTable}.id`, ...storageColumns, ...named]);
  const children = childTables(source.tables);
  for (let before = -1; before !== columns.size; ) {
    before = columns.size;
    for (const { table, columns: own, references } of source.constraints) {
      own.forEach((column, index) => {
        if (references && columns.has(`${references.table}.${references.columns[index]}`))
          columns.add(`${table}.${column}`);
      });
    }
    // A partition holds the rows of its parent.
    for (const table of source.tables) {
      for (const { name } of table.columns) {
        if (!columns.has(`${table.key}.${name}`)) continue;
        for (const child of children.get(table.key) ?? []) columns.add(`${child}.${name}`);
      }
    }
  }
  const byTable = new Map<string, RewrittenColumn[]>();
  const found = new Set<string>();
  for (const table of source.tables) {
    if (table.schema === 'auth') continue;
    const rewritten = table.columns.flatMap((column): RewrittenColumn[] => {
      const name = `${table.key}.${column.name}`;
      if (!columns.has(name)) return [];
      found.add(name);
      if (column.generated !== 'no') return [];
      const form = formOf(column.type) ?? (named.includes(name) ? undefined : 'uuid');
      if (form === undefined) throw unusable(name, `it is of type ${column.type}`);
      const unmapped = choices.unmappedUserIds === 'null' && !column.notNull ? 'null' : 'refuse';
      return [{ name: column.name, form, unmapped }];
    });
    if (rewritten.length > 0) byTable.set(table.key, rewritten);
  }
  const missing = named.find((name) => !found.has(name));
  if (missing !== undefined) throw unusable(missing, 'the source has no such column');
  return byTable;
}

/** The columns with what the target makes of them, where it has the tables in other types. Pure. */
export function asOnTarget(
  columns: ReadonlyMap<string, readonly RewrittenColumn[]>,
  tables: readonly Table[],
): Map<string, readonly RewrittenColumn[]> {
  const byKey = new Map(tables.map((table) => [table.key, table]));
  return new Map(
    [...columns].map(([key, rewritten]) => {
      const { comparisons = {}, expressions = {} } = byKey.get(key) ?? {};
      const isConverted = (name: string): boolean => name in comparisons || name in expressions;
      return [key, rewritten.map((column) => (isConverted(column.name) ? { ...column, converted: true } : column))];
    }),
  );
}

/** Undefined for a domain, which has a name of its own. One with a foreign key to a uuid is over uuid. */
function formOf(type: string): RewrittenColumn['form'] | undefined {
  if (type === 'uuid') return 'uuid';
  return type === 'text' || /^character( varying)?(\(\d+\))?$/.test(type) ? 'text' : undefined;
}

function childTables(tables: readonly Table[]): Map<string, string[]> {
  const children = new Map<string, string[]>();
  for (const { key, partitionOf, inherits } of tables) {
    for (const parent of partitionOf === undefined ? inherits : [partitionOf]) {
      children.set(parent, [...(children.get(parent) ?? []), key]);
    }
  }
  return children;
}

function unusable(name: string, reason: string): CutoverError {
  return new CutoverError('config.invalid', `userIdColumns: ${name} cannot be rewritten: ${reason}`, {
    hint: 'Name columns as schema.table.column, of type uuid, text or varchar.',
  });
}
