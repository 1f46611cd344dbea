import { quoteIdentifier, quoteLiteral, quoteQualified } from '../../postgres/identifiers.ts';
import type { Item, SchemaModel } from '../model.ts';
import { idOf } from '../model.ts';

/** The model that something is made after, with what is asked of it again and again. */
export interface Blueprint {
  readonly model: SchemaModel;
  /** Columns by the id of their table, in order. */
  readonly columns: ReadonlyMap<string, readonly Item[]>;
}

export function blueprintOf(model: SchemaModel): Blueprint {
  const columns = new Map<string, Item[]>();
  for (const item of model.items) {
    if (item.kind !== 'column' || item.of === undefined) continue;
    const known = columns.get(item.of);
    if (known === undefined) columns.set(item.of, [item]);
    else known.push(item);
  }
  for (const list of columns.values()) list.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  return { model, columns };
}

/** The statements that make an item; none where only a person can (a foreign table, an aggregate). Pure. */
export function createSql(item: Item, blueprint: Blueprint): string[] {
  const maker = makers[item.kind];
  if (maker !== undefined) return maker(item, blueprint);
  return item.ddl === undefined ? [] : [item.ddl];
}

/** The relation that an item hangs on, quoted. */
export function tableOf(item: Item): string {
  return quoteQualified(item.path[0] ?? '', item.path[1] ?? '');
}

export function lastName(item: Item): string {
  return quoteIdentifier(item.path.at(-1) ?? '');
}

const qualified = tableOf;

const makers: Readonly<Partial<Record<Item['kind'], (item: Item, blueprint: Blueprint) => string[]>>> = {
  schema: (item) => [`CREATE SCHEMA ${lastName(item)}`],
  extension: ({ path: [name = ''], facts }) => [
    `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)}${facts['schema'] === undefined ? '' : ` SCHEMA ${quoteIdentifier(facts['schema'])}`}`,
  ],
  enum: (item) => [`CREATE TYPE ${qualified(item)} AS ENUM (${item.facts['labels'] ?? ''})`],
  domain: (item) => [createDomain(item)],
  sequence: (item) => [`CREATE SEQUENCE ${qualified(item)} ${item.facts['options'] ?? ''}`.trimEnd()],
  table: createTable,
  column: (item) => [`ALTER TABLE ${tableOf(item)} ADD COLUMN ${columnDefinition(item)}`],
  'primary-key': (item) => [
    `ALTER TABLE ${tableOf(item)} ADD CONSTRAINT ${quoteIdentifier(item.facts['name'] ?? '')} ${item.ddl ?? `PRIMARY KEY (${columnList(item)})`}`,
  ],
  unique: createUnique,
  check: addConstraint,
  exclusion: addConstraint,
  'foreign-key': (item) => [
    `ALTER TABLE ${tableOf(item)} ADD CONSTRAINT ${lastName(item)} ${item.ddl ?? foreignKeyDefinition(item)}`,
  ],
  index: (item) => [item.ddl?.replace(' ON ONLY ', ' ON ') ?? indexDefinition(item)],
  trigger: (item) => [...(item.ddl === undefined ? [] : [item.ddl]), ...triggerState(item)],
  policy: (item) => [item.ddl ?? createPolicy(item)],
  comment: (item) => [commentSql(item, item.facts['comment'] ?? '')],
};

function createDomain(item: Item): string {
  const { type = '', collation = '', notNull, default: fallback = '' } = item.facts;
  const checks = Object.entries(item.facts).filter(([fact]) => fact.startsWith('check '));
  return [
    `CREATE DOMAIN ${qualified(item)} AS ${type}`,
    collation === '' ? '' : `COLLATE ${dotted(collation)}`,
    fallback === '' ? '' : `DEFAULT ${fallback}`,
    notNull === 'yes' ? 'NOT NULL' : '',
    ...checks.map(([fact, definition]) => `CONSTRAINT ${quoteIdentifier(fact.slice('check '.length))} ${definition}`),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function createTable(item: Item, { columns }: Blueprint): string[] {
  const { kind, persistence, partitionOf = '', partitionBy = '', inherits = '' } = item.facts;
  if (kind === 'foreign') return [];
  const create = persistence === 'unlogged' ? 'CREATE UNLOGGED TABLE' : 'CREATE TABLE';
  const cut = partitionBy === '' ? '' : ` PARTITION BY ${partitionBy}`;
  const rowSecurity = rowSecuritySql(item);
  if (partitionOf !== '') {
    const [parent = '', ...bound] = partitionOf.split(' ');
    return [`${create} ${qualified(item)} PARTITION OF ${dotted(parent)} ${bound.join(' ')}${cut}`, ...rowSecurity];
  }
  const definitions = (columns.get(idOf(item)) ?? []).map((column) => `  ${columnDefinition(column)}`);
  const parents = inherits === '' ? '' : ` INHERITS (${inherits.split(', ').map(dotted).join(', ')})`;
  const body = definitions.length === 0 ? '()' : `(\n${definitions.join(',\n')}\n)`;
  return [`${create} ${qualified(item)} ${body}${parents}${cut}`, ...rowSecurity];
}

function rowSecuritySql(item: Item): string[] {
  const alter = `ALTER TABLE ${qualified(item)}`;
  return [
    ...(item.facts['rowSecurity'] === 'yes' ? [`${alter} ENABLE ROW LEVEL SECURITY`] : []),
    ...(item.facts['forceRowSecurity'] === 'yes' ? [`${alter} FORCE ROW LEVEL SECURITY`] : []),
  ];
}

/** `"name" type COLLATE … GENERATED …|DEFAULT … NOT NULL` */
export function columnDefinition(item: Item): string {
  const { type = 'text', collation = '', generated = '', identity = '', notNull, increments } = item.facts;
  const fallback = item.facts['default'] ?? '';
  // What Prisma calls autoincrement() and says no more about.
  const identityWord = identity === '' && increments === 'yes' && fallback === '' ? 'by-default' : identity;
  return [
    lastName(item),
    type,
    collation === '' ? '' : `COLLATE ${dotted(collation)}`,
    generatedClause(generated),
    identityWord === '' ? '' : identityClause(identityWord, item.facts['identityOptions'] ?? ''),
    fallback === '' ? '' : `DEFAULT ${fallback}`,
    notNull === 'yes' ? 'NOT NULL' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** `GENERATED ALWAYS AS IDENTITY (…)` */
export function identityClause(kind: string, options: string): string {
  const counting = options === '' ? '' : ` (${options})`;
  return `GENERATED ${kind === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY${counting}`;
}

function generatedClause(generated: string): string {
  const at = generated.indexOf(': ');
  return at === -1 ? '' : `GENERATED ALWAYS AS (${generated.slice(at + 2)}) ${generated.slice(0, at).toUpperCase()}`;
}

function columnList(item: Item): string {
  return (item.facts['columns'] ?? '')
    .split(', ')
    .map((column) => quoteIdentifier(column))
    .join(', ');
}

function createUnique(item: Item): string[] {
  if (item.facts['as'] === 'constraint') return addConstraint(item);
  return [
    item.ddl?.replace(' ON ONLY ', ' ON ') ??
      `CREATE UNIQUE INDEX ${lastName(item)} ON ${tableOf(item)} (${columnList(item)})`,
  ];
}

function addConstraint(item: Item): string[] {
  return [
    `ALTER TABLE ${tableOf(item)} ADD CONSTRAINT ${lastName(item)} ${item.ddl ?? `UNIQUE (${columnList(item)})`}`,
  ];
}

function foreignKeyDefinition(item: Item): string {
  const { references = '', onDelete = 'NO ACTION', onUpdate = 'NO ACTION' } = item.facts;
  const bracket = references.lastIndexOf(' (');
  const others = references.slice(bracket + 2, -1).split(', ');
  return [
    `FOREIGN KEY (${columnList(item)}) REFERENCES ${dotted(references.slice(0, bracket))} (${others.map(quoteIdentifier).join(', ')})`,
    onDelete === 'NO ACTION' ? '' : `ON DELETE ${onDelete}`,
    onUpdate === 'NO ACTION' ? '' : `ON UPDATE ${onUpdate}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Columns of an index as Prisma names them: `a, b DESC, c gin_trgm_ops`. */
function indexDefinition(item: Item): string {
  const parts = (item.facts['columns'] ?? '').split(', ').map((part) => {
    const [name = '', ...rest] = part.split(' ');
    return [quoteIdentifier(name), ...rest].join(' ');
  });
  return `CREATE INDEX ${lastName(item)} ON ${tableOf(item)} USING ${item.facts['method'] ?? 'btree'} (${parts.join(', ')})`;
}

const stateWords: Readonly<Record<string, string>> = {
  '': 'ENABLE',
  disabled: 'DISABLE',
  replica: 'ENABLE REPLICA',
  always: 'ENABLE ALWAYS',
};

/** Switches a trigger on or off; nothing for one that simply fires. */
export function triggerState(item: Item, always = false): string[] {
  const { enabled } = item.facts;
  if (enabled === undefined || (enabled === '' && !always)) return [];
  return [`ALTER TABLE ${tableOf(item)} ${stateWords[enabled] ?? 'ENABLE'} TRIGGER ${lastName(item)}`];
}

function createPolicy(item: Item): string {
  const { permissive, command, roles = 'PUBLIC', using = '', check = '' } = item.facts;
  const to = roles.split(', ').map((role) => (role === 'PUBLIC' ? role : quoteIdentifier(role)));
  return [
    `CREATE POLICY ${lastName(item)} ON ${tableOf(item)}`,
    permissive === 'restrictive' ? 'AS RESTRICTIVE' : '',
    `FOR ${command ?? 'ALL'} TO ${to.join(', ')}`,
    using === '' ? '' : `USING (${using})`,
    check === '' ? '' : `WITH CHECK (${check})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** The words that COMMENT ON has for what pg_identify_object calls by other ones. */
const commentWords: Readonly<Record<string, string>> = {
  'table column': 'COLUMN',
  'view column': 'COLUMN',
  'materialized view column': 'COLUMN',
  'foreign table column': 'COLUMN',
  'composite type column': 'COLUMN',
  'table constraint': 'CONSTRAINT',
};

/** An empty text takes the remark away. */
export function commentSql(item: Item, text: string): string {
  const [, kind = '', identity = ''] = item.path;
  const target =
    kind === 'domain constraint' ? identity.replace(/ on /, ' ON DOMAIN ') : identity.replace(/ on (?=[^ ]+$)/, ' ON ');
  const word = kind === 'domain constraint' ? 'CONSTRAINT' : (commentWords[kind] ?? kind.toUpperCase());
  return `COMMENT ON ${word} ${target} IS ${text === '' ? 'NULL' : quoteLiteral(text).trim()}`;
}

/** `schema.name`, quoted; a name of ours, so that the first dot parts it. */
export function dotted(name: string): string {
  const dot = name.indexOf('.');
  return dot === -1 ? quoteIdentifier(name) : quoteQualified(name.slice(0, dot), name.slice(dot + 1));
}
