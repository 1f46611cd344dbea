import type { Constraint, Index, Inventory, Table } from '../../inventory/types.ts';
import { closingBracket, tokenize } from '../../verify/tokens.ts';
import type { Item } from '../model.ts';
import { tidy, yesNo } from '../text.ts';
import type { Extras } from './extras.ts';
import { relationId } from './table-items.ts';

/** Keys, checks, foreign keys and indexes of these tables; what a partition has from its parent is the parent's. */
export function keyItems(tables: readonly Table[], inventory: Inventory, extras: Extras): Item[] {
  const byKey = new Map(tables.map((table) => [table.key, table]));
  const items: Item[] = [];
  for (const constraint of inventory.constraints) {
    const table = byKey.get(constraint.table);
    if (table === undefined || constraint.inherited) continue;
    const item = constraintItem(constraint, table);
    if (item !== undefined) items.push(item);
  }
  for (const index of inventory.indexes) {
    const table = byKey.get(index.table);
    const attached = extras.attachedIndexes.has(`${index.schema}.${index.name}`);
    if (table === undefined || index.constraint !== undefined || attached) continue;
    items.push(indexItem(index, table));
  }
  return items;
}

function constraintItem(constraint: Constraint, table: Table): Item | undefined {
  const place = { path: [table.schema, table.name, constraint.name], of: relationId(table) };
  const name = `${table.key}.${constraint.name}`;
  const columns = constraint.columns.join(', ');
  const rest = tail(constraint.definition);
  const deferrable = /(?:^| )DEFERRABLE/.test(rest)
    ? `deferrable${rest.includes('INITIALLY DEFERRED') ? ', initially deferred' : ''}`
    : '';
  const ddl = constraint.definition;
  switch (constraint.kind) {
    case 'primary-key':
      // A table has one: it is known by its table, and its own name is a fact.
      return {
        kind: 'primary-key',
        ...place,
        name: table.key,
        ddl,
        facts: { columns, name: constraint.name, include: includeOf(constraint.definition), deferrable },
      };
    case 'unique':
      return {
        kind: 'unique',
        ...place,
        name,
        ddl,
        facts: {
          columns,
          as: 'constraint',
          include: includeOf(constraint.definition),
          nulls: /NULLS NOT DISTINCT/.test(constraint.definition) ? 'not distinct' : 'distinct',
          deferrable,
        },
      };
    case 'foreign-key':
      return { kind: 'foreign-key', ...place, name, ddl, ...foreignKey(constraint, deferrable) };
    case 'check':
    case 'exclusion':
      return {
        kind: constraint.kind,
        ...place,
        name,
        ddl,
        facts: {
          definition: tidy(constraint.definition.replace(/ NOT VALID$/, '')),
          validated: yesNo(constraint.validated),
        },
      };
    case 'not-null':
    case 'trigger':
      return undefined;
  }
}

/** What stands behind the last bracket: the actions and when it is looked at. */
function tail(definition: string): string {
  return definition.slice(definition.lastIndexOf(')') + 1);
}

function includeOf(definition: string): string {
  return /INCLUDE \((.*?)\)/.exec(definition)?.[1] ?? '';
}

function foreignKey(constraint: Constraint, deferrable: string): Pick<Item, 'facts' | 'needs'> {
  const { table, columns } = constraint.references ?? { table: '', columns: [] };
  const action = (event: 'DELETE' | 'UPDATE'): string => {
    const found = new RegExp(` ON ${event} (CASCADE|RESTRICT|SET NULL|SET DEFAULT)( \\([^)]*\\))?`).exec(
      constraint.definition,
    );
    return found === null ? 'NO ACTION' : `${found[1]}${found[2] ?? ''}`;
  };
  return {
    facts: {
      columns: constraint.columns.join(', '),
      references: `${table} (${columns.join(', ')})`,
      onDelete: action('DELETE'),
      onUpdate: action('UPDATE'),
      match: constraint.definition.includes(' MATCH FULL') ? 'full' : '',
      deferrable,
      validated: yesNo(constraint.validated),
    },
    needs: [`table ${table}`],
  };
}

/** A unique index that says no more than a unique constraint would is one to everybody but the catalog. */
function indexItem(index: Index, table: Table): Item {
  const parts = indexParts(index.definition);
  const place = {
    name: `${table.key}.${index.name}`,
    path: [table.schema, table.name, index.name],
    of: relationId(table),
  };
  const simple = parts.columns.every((column) => /^(?:"[^"]*"|[\w$]+)$/.test(column));
  if (index.unique && index.method === 'btree' && simple && parts.where === '' && index.valid) {
    return {
      kind: 'unique',
      ...place,
      ddl: index.definition,
      facts: {
        columns: parts.columns.map((column) => column.replaceAll('"', '')).join(', '),
        as: 'index',
        include: parts.include,
        nulls: parts.nulls,
        deferrable: '',
      },
      ...(parts.include === '' ? {} : { plain: false }),
    };
  }
  const wordsOnly = parts.columns.every((column) =>
    /^(?:"[^"]*"|[\w$]+)(?: [\w.]+_ops)?(?: DESC| ASC)?(?: NULLS (?:FIRST|LAST))?$/.test(column),
  );
  const plain = wordsOnly && !index.unique && parts.where === '' && parts.include === '' && index.valid;
  return {
    kind: 'index',
    ...place,
    ddl: index.definition,
    facts: {
      unique: yesNo(index.unique),
      method: index.method,
      columns: parts.columns.map((column) => column.replaceAll('"', '')).join(', '),
      include: parts.include,
      nulls: parts.nulls,
      options: parts.options,
      where: parts.where,
      valid: yesNo(index.valid),
    },
    ...(plain ? {} : { plain: false }),
  };
}

interface IndexParts {
  readonly columns: readonly string[];
  readonly include: string;
  readonly nulls: string;
  readonly options: string;
  readonly where: string;
}

/** Reads `… USING method (columns) [INCLUDE (…)] [NULLS NOT DISTINCT] [WITH (…)] [WHERE …]` as the server prints it. */
function indexParts(definition: string): IndexParts {
  const tokens = tokenize(definition);
  const open = tokens.indexOf('(', tokens.indexOf('USING'));
  const close = closingBracket(tokens, open);
  const text = (from: number, to: number): string => tidy(tokens.slice(from, to).join(' '));
  const bracket = (word: string): string => {
    const at = tokens.indexOf(word, close);
    return at === -1 || tokens[at + 1] !== '(' ? '' : text(at + 2, closingBracket(tokens, at + 1));
  };
  const where = tokens.indexOf('WHERE', close);
  const before = where === -1 ? tokens.length : where;
  return {
    columns: commaParts(tokens.slice(open + 1, close)).map((part) => tidy(part.join(' '))),
    include: bracket('INCLUDE'),
    nulls: tokens.slice(close, before).join(' ').includes('NULLS NOT DISTINCT') ? 'not distinct' : 'distinct',
    options: bracket('WITH'),
    where: where === -1 ? '' : text(where + 1, tokens.length),
  };
}

function commaParts(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '(' || token === '[') depth += 1;
    if (token === ')' || token === ']') depth -= 1;
    if (token === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
