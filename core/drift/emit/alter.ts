import { quoteIdentifier } from '../../postgres/identifiers.ts';
import { tokenize } from '../../verify/tokens.ts';
import type { FactChange } from '../equal.ts';
import type { Item } from '../model.ts';
import { identityChange } from '../identity.ts';
import {
  type Blueprint,
  columnDefinition,
  createSql,
  dotted,
  identityClause,
  lastName,
  tableOf,
  triggerState,
} from './create.ts';
import { dropSql } from './drop.ts';

/** A piece of a migration; with `loss` it is written down, but commented out. */
export interface Piece {
  readonly sql: string;
  /** What would be lost or could fail, in the operator's words. */
  readonly loss?: string;
}

export interface Alteration {
  /** As it is. */
  readonly from: Item;
  /** As it shall be. */
  readonly to: Item;
  readonly changes: readonly FactChange[];
  /** Columns of an enum's type, as they shall be. */
  readonly users: readonly Item[];
}

/**
 * The pieces that make one item like another of its kind; undefined where it has to be removed and made anew, with all
 * that hangs on it. An empty list where nobody but a person can do it. Pure.
 */
export function alterSql(alteration: Alteration, blueprint: Blueprint): Piece[] | undefined {
  const changed = new Set(alteration.changes.map(({ fact }) => fact));
  const { from, to } = alteration;
  switch (to.kind) {
    case 'enum':
      return alterEnum(alteration);
    case 'domain':
      return alterDomain(from, to, changed);
    case 'type':
      return alterComposite(from, to);
    case 'sequence':
      return alterSequence(to, changed);
    case 'function':
      return changed.has('returns') || changed.has('arguments') || to.ddl === undefined ? undefined : plain([to.ddl]);
    case 'table':
      return alterTable(to, changed);
    case 'column':
      return alterColumn(from, to, changed);
    case 'primary-key':
      return changed.size === 1 && changed.has('name')
        ? plain([renameConstraint(from, to)])
        : again(from, to, blueprint);
    case 'check':
    case 'foreign-key':
      if (changed.size === 1 && changed.has('validated') && to.facts['validated'] === 'yes') {
        return plain([`ALTER TABLE ${tableOf(to)} VALIDATE CONSTRAINT ${lastName(to)}`]);
      }
      return again(from, to, blueprint);
    case 'trigger':
      return changed.has('definition') ? again(from, to, blueprint) : plain(triggerState(to, true));
    case 'extension':
      return alterExtension(to, changed);
    case 'view':
      return undefined;
    case 'comment':
      return plain(createSql(to, blueprint));
    default:
      return again(from, to, blueprint);
  }
}

function plain(statements: readonly string[]): Piece[] {
  return statements.map((sql) => ({ sql }));
}

function again(from: Item, to: Item, blueprint: Blueprint): Piece[] {
  return plain([...dropSql(from), ...createSql(to, blueprint)]);
}

function labelsOf(item: Item): string[] {
  return tokenize(item.facts['labels'] ?? '').filter((token) => token !== ',');
}

/** New labels find their place beside their neighbours. A label cannot be removed: the type is made anew. */
function alterEnum({ from, to, users }: Alteration): Piece[] {
  const [before, after] = [labelsOf(from), labelsOf(to)];
  const type = tableOf(to);
  const renamed = after.map((label, at) => [before[at] ?? '', label] as const).filter(([old, label]) => old !== label);
  const [only] = renamed;
  if (
    before.length === after.length &&
    renamed.length === 1 &&
    only &&
    !after.includes(only[0]) &&
    !before.includes(only[1])
  ) {
    return [{ sql: `ALTER TYPE ${type} RENAME VALUE ${only[0]} TO ${only[1]}` }];
  }
  const kept = after.filter((label) => before.includes(label));
  if (kept.length === before.length && kept.every((label, at) => label === before[at])) {
    return after.flatMap((label, at) => {
      if (before.includes(label)) return [];
      const next = after.slice(at + 1).find((each) => before.includes(each));
      return [
        { sql: `ALTER TYPE ${type} ADD VALUE IF NOT EXISTS ${label}${next === undefined ? '' : ` BEFORE ${next}`}` },
      ];
    });
  }
  return enumAnew(to, users);
}

/** A label that goes, or another order: the columns are turned over to a new type. */
function enumAnew(to: Item, users: readonly Item[]): Piece[] {
  const loss = 'rows that have a label which is gone would stop it';
  const [schema = '', name = ''] = to.path;
  const old = `${name}_before`;
  return [
    `ALTER TYPE ${tableOf(to)} RENAME TO ${quoteIdentifier(old)}`,
    `CREATE TYPE ${tableOf(to)} AS ENUM (${to.facts['labels'] ?? ''})`,
    ...users.flatMap((column) => {
      const alter = `ALTER TABLE ${tableOf(column)} ALTER COLUMN ${lastName(column)}`;
      const text = column.facts['default'] ?? '';
      const list = (column.facts['type'] ?? '').endsWith('[]') ? '[]' : '';
      return [
        ...(text === '' ? [] : [`${alter} DROP DEFAULT`]),
        `${alter} TYPE ${tableOf(to)}${list} USING ${lastName(column)}::text${list}::${tableOf(to)}${list}`,
        ...(text === '' ? [] : [`${alter} SET DEFAULT ${text}`]),
      ];
    }),
    `DROP TYPE ${dotted(`${schema}.${old}`)}`,
  ].map((sql) => ({ sql, loss }));
}

function alterDomain(from: Item, to: Item, changed: ReadonlySet<string>): Piece[] | undefined {
  if (changed.has('type') || changed.has('collation')) return [];
  const alter = `ALTER DOMAIN ${tableOf(to)}`;
  const statements: string[] = [];
  if (changed.has('default')) {
    const text = to.facts['default'] ?? '';
    statements.push(`${alter} ${text === '' ? 'DROP DEFAULT' : `SET DEFAULT ${text}`}`);
  }
  if (changed.has('notNull')) statements.push(`${alter} ${to.facts['notNull'] === 'yes' ? 'SET' : 'DROP'} NOT NULL`);
  for (const fact of changed) {
    if (!fact.startsWith('check ')) continue;
    const name = quoteIdentifier(fact.slice('check '.length));
    if (from.facts[fact] !== undefined) statements.push(`${alter} DROP CONSTRAINT ${name}`);
    if (to.facts[fact] !== undefined) statements.push(`${alter} ADD CONSTRAINT ${name} ${to.facts[fact]}`);
  }
  return plain(statements);
}

function fieldsOf(item: Item): Map<string, string> {
  const inside = /^COMPOSITE \((.*)\)$/s.exec(item.facts['definition'] ?? '')?.[1] ?? '';
  const fields: string[][] = [[]];
  let depth = 0;
  for (const token of tokenize(inside)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 0) fields.push([]);
    else fields.at(-1)?.push(token);
  }
  return new Map(fields.map(([name = '', ...type]) => [name, type.join(' ')]));
}

function alterComposite(from: Item, to: Item): Piece[] {
  const [before, after] = [fieldsOf(from), fieldsOf(to)];
  if (!(to.facts['definition'] ?? '').startsWith('COMPOSITE')) return [];
  const alter = `ALTER TYPE ${tableOf(to)}`;
  return [
    ...[...after].flatMap(([name, type]): Piece[] => {
      if (!before.has(name)) return [{ sql: `${alter} ADD ATTRIBUTE ${name} ${type}` }];
      return before.get(name) === type ? [] : [{ sql: `${alter} ALTER ATTRIBUTE ${name} TYPE ${type}` }];
    }),
    ...[...before.keys()]
      .filter((name) => !after.has(name))
      .map((name): Piece => ({ sql: `${alter} DROP ATTRIBUTE ${name}`, loss: 'its values are lost' })),
  ];
}

function alterSequence(to: Item, changed: ReadonlySet<string>): Piece[] {
  const { options = '', ownedBy = '' } = to.facts;
  const alter = `ALTER SEQUENCE ${tableOf(to)}`;
  return plain([
    ...(changed.has('options') ? [`${alter} ${options}${options.endsWith('CYCLE') ? '' : ' NO CYCLE'}`] : []),
    ...(changed.has('ownedBy') ? [`${alter} OWNED BY ${ownedBy === '' ? 'NONE' : ownerColumn(ownedBy)}`] : []),
  ]);
}

/** `schema.table.column`, quoted. */
export function ownerColumn(name: string): string {
  const dot = name.lastIndexOf('.');
  return `${dotted(name.slice(0, dot))}.${quoteIdentifier(name.slice(dot + 1))}`;
}

function alterTable(to: Item, changed: ReadonlySet<string>): Piece[] {
  const alter = `ALTER TABLE ${tableOf(to)}`;
  const statements: string[] = [];
  if (changed.has('persistence') && to.facts['persistence'] !== 'unlogged') statements.push(`${alter} SET LOGGED`);
  if (changed.has('rowSecurity')) {
    statements.push(`${alter} ${to.facts['rowSecurity'] === 'yes' ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`);
  }
  if (changed.has('forceRowSecurity')) {
    statements.push(`${alter} ${to.facts['forceRowSecurity'] === 'yes' ? '' : 'NO '}FORCE ROW LEVEL SECURITY`);
  }
  // What is unlogged is empty after a crash, and on no standby.
  const unlogged = changed.has('persistence') && to.facts['persistence'] === 'unlogged';
  return [
    ...(unlogged ? [{ sql: `${alter} SET UNLOGGED`, loss: 'a crash of the server would empty the table' }] : []),
    ...plain(statements),
  ];
}

function alterColumn(from: Item, to: Item, changed: ReadonlySet<string>): Piece[] {
  const table = `ALTER TABLE ${tableOf(to)}`;
  const alter = `${table} ALTER COLUMN ${lastName(to)}`;
  const { type = '', collation = '', generated, notNull } = to.facts;
  const pieces: Piece[] = [];
  if (changed.has('generated')) {
    if (generated === '') return [{ sql: `${alter} DROP EXPRESSION` }];
    const sql = `${table} DROP COLUMN ${lastName(to)}, ADD COLUMN ${columnDefinition(to)}`;
    return [{ sql, loss: 'a stored column is made anew: its values are lost' }];
  }
  const identity = identityPieces(from, to, changed, alter);
  pieces.push(...identity.before);
  const retyped = changed.has('type') || changed.has('collation');
  const hadDefault = (from.facts['default'] ?? '') !== '';
  const text = to.facts['default'];
  const setsDefault = changed.has('default') || (retyped && hadDefault && (text ?? '') !== '');
  // A default that does not fit the new type would stop the change.
  if ((changed.has('default') && text === '') || (retyped && hadDefault && text !== undefined)) {
    pieces.push({ sql: `${alter} DROP DEFAULT` });
  }
  if (retyped) {
    const collate = collation === '' ? '' : ` COLLATE ${dotted(collation)}`;
    const cast = changed.has('type') ? ` USING ${lastName(to)}::${type}` : '';
    pieces.push({ sql: `${alter} TYPE ${type}${collate}${cast}`, ...lossOfType(from.facts['type'] ?? '', type) });
  }
  if (setsDefault && text !== undefined && text !== '') pieces.push({ sql: `${alter} SET DEFAULT ${text}` });
  if (changed.has('notNull') && !identity.decided)
    pieces.push({ sql: `${alter} ${notNull === 'yes' ? 'SET' : 'DROP'} NOT NULL` });
  return [...pieces, ...identity.after];
}

function identityPieces(from: Item, to: Item, changed: ReadonlySet<string>, alter: string) {
  const [before, after] = [from.facts['identity'] ?? '', to.facts['identity'] ?? ''];
  const nothing: { before: Piece[]; after: Piece[]; decided: boolean } = { before: [], after: [], decided: false };
  const options = to.facts['identityOptions'] ?? '';
  const counting = changed.has('identityOptions')
    ? [{ sql: `${alter} ${identityChange(to.facts['type'] ?? '', options)}` }]
    : [];
  if (changed.has('identity')) {
    const word = after === 'always' ? 'ALWAYS' : 'BY DEFAULT';
    if (before !== '' && after !== '')
      return { ...nothing, after: [{ sql: `${alter} SET GENERATED ${word}` }, ...counting] };
    if (after === '') return { ...nothing, before: [{ sql: `${alter} DROP IDENTITY` }] };
    const needsNotNull = from.facts['notNull'] === 'no' ? [{ sql: `${alter} SET NOT NULL` }] : [];
    const add = { sql: `${alter} ADD ${identityClause(after, options)}` };
    return { before: [], after: [...needsNotNull, add], decided: true };
  }
  if (counting.length > 0) return { ...nothing, after: counting };
  // Prisma says that a column counts up, and not by what.
  if (changed.has('increments') && to.facts['identity'] === undefined) {
    if (to.facts['increments'] === 'yes')
      return { ...nothing, after: [{ sql: `${alter} ADD GENERATED BY DEFAULT AS IDENTITY` }] };
    const drop = before === '' ? 'DROP DEFAULT' : 'DROP IDENTITY';
    return { ...nothing, before: [{ sql: `${alter} ${drop}` }] };
  }
  return nothing;
}

const wider: readonly (readonly [RegExp, RegExp])[] = [
  [/^smallint$/, /^(?:integer|bigint|numeric)$/],
  [/^integer$/, /^(?:bigint|numeric)$/],
  [/^(?:character varying.*|character\(.*)$/, /^(?:text|character varying)$/],
  [/^real$/, /^double precision$/],
  [/^date$/, /^timestamp/],
];

/** A type that takes every value of the other one loses nothing. */
function lossOfType(from: string, to: string): { readonly loss?: string } {
  if (from === to || wider.some(([old, next]) => old.test(from) && next.test(to))) return {};
  const [old, next] = [sized(from), sized(to)];
  if (
    old &&
    next &&
    old.base === next.base &&
    next.length >= old.length &&
    next.scale >= old.scale &&
    next.length - next.scale >= old.length - old.scale
  ) {
    return {};
  }
  return { loss: `values of ${from} may not fit ${to}` };
}

function sized(type: string): { base: string; length: number; scale: number } | undefined {
  const match = /^(character varying|numeric|character|bit varying)\((\d+)(?:, ?(\d+))?\)$/.exec(type);
  return match === null ? undefined : { base: match[1] ?? '', length: Number(match[2]), scale: Number(match[3] ?? 0) };
}

function renameConstraint(from: Item, to: Item): string {
  return `ALTER TABLE ${tableOf(to)} RENAME CONSTRAINT ${quoteIdentifier(from.facts['name'] ?? '')} TO ${quoteIdentifier(to.facts['name'] ?? '')}`;
}

function alterExtension(to: Item, changed: ReadonlySet<string>): Piece[] {
  return [
    ...(changed.has('schema')
      ? [{ sql: `ALTER EXTENSION ${lastName(to)} SET SCHEMA ${quoteIdentifier(to.facts['schema'] ?? '')}` }]
      : []),
    ...(changed.has('version')
      ? [
          {
            sql: `ALTER EXTENSION ${lastName(to)} UPDATE`,
            loss: 'the version that a server offers is the server’s own',
          },
        ]
      : []),
  ];
}

/** The statement that gives an item the other one's name; undefined where there is no such statement. */
export function renameSql(from: Item, to: Item): string | undefined {
  const name = quoteIdentifier(to.path.at(-1) ?? '');
  const moved = from.path[0] !== to.path[0];
  if (moved) return undefined;
  switch (from.kind) {
    case 'table':
      return `ALTER TABLE ${tableOf(from)} RENAME TO ${name}`;
    case 'column':
      return `ALTER TABLE ${tableOf(from)} RENAME COLUMN ${lastName(from)} TO ${name}`;
    case 'enum':
      return `ALTER TYPE ${tableOf(from)} RENAME TO ${name}`;
    case 'view':
      return `ALTER ${from.facts['kind'] === 'materialized view' ? 'MATERIALIZED VIEW' : 'VIEW'} ${tableOf(from)} RENAME TO ${name}`;
    case 'function':
      return `ALTER ROUTINE ${tableOf(from)}(${from.path[2] ?? ''}) RENAME TO ${quoteIdentifier(to.path[1] ?? '')}`;
    case 'index':
      return renameIndex(from, name);
    case 'unique':
      return from.facts['as'] === 'index' ? renameIndex(from, name) : renameOn(from, name);
    case 'check':
    case 'exclusion':
    case 'foreign-key':
      return renameOn(from, name);
    case 'trigger':
    case 'policy':
    case 'rule':
      return `ALTER ${from.kind.toUpperCase()} ${lastName(from)} ON ${tableOf(from)} RENAME TO ${name}`;
    default:
      return undefined;
  }
}

function renameIndex(from: Item, name: string): string {
  return `ALTER INDEX ${dotted(`${from.path[0] ?? ''}.${from.path[2] ?? ''}`)} RENAME TO ${name}`;
}

function renameOn(from: Item, name: string): string {
  return `ALTER TABLE ${tableOf(from)} RENAME CONSTRAINT ${lastName(from)} TO ${name}`;
}
