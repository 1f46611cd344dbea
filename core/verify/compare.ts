import type { Column, Constraint, Inventory, SchemaObject, Table } from '../inventory/types.ts';
import { invalidIndexes } from '../inventory/indexes.ts';
import { normalizeDefinition, normalizeWithoutQualifiers } from './normalize.ts';
import { type ItemVerdict, type SummedKind, summaryName, type VerifyItem } from './types.ts';

/** Differences that are listed one by one; the rest is counted. */
export const maximumDifferences = 1000;

/** Names and what is compared of each, in a form that an operator can read. */
type Facts = ReadonlyMap<string, string>;

/**
 * Compares two schemas object by object: for each kind a summary (`match` where all are equal, with their number), and
 * an item for each difference. Both inventories must be readings of the same schemas. Owners are not compared, nor is
 * what belongs to an extension. Pure.
 */
export function compareInventories(source: Inventory, target: Inventory): VerifyItem[] {
  const schemas = new Set(source.schemas.map((schema) => schema.name));
  const [from, to] = [ownFacts(source, schemas), ownFacts(target, schemas)];
  // What hangs on a table that one end lacks is told by the table's own item.
  const common = new Set(from.tables.map((table) => table.key).filter((key) => to.columns.has(key)));
  const define = definer(source, target);
  const invalid = new Set(invalidIndexes(source));

  const kinds: Comparison[] = [
    compare('schema', schemaFacts(source), schemaFacts(target, schemas)),
    compare('table', tableFacts(from, to), tableFacts(to, from)),
    compare('column', columnFacts(from.tables, common, define), columnFacts(to.tables, common, define)),
    compare('row-security', rowSecurity(from.tables, common), rowSecurity(to.tables, common)),
    compare('index', indexFacts(source, common, invalid, define), indexFacts(target, common, invalid, define)),
    compare('constraint', constraintFacts(source, common, define), constraintFacts(target, common, define)),
    compare('sequence', sequenceFacts(source, schemas), sequenceFacts(target, schemas)),
    ...objectKinds.map(([kind, extra]) =>
      compare(kind, objectFacts(source, kind, define), objectFacts(target, kind, define), extra),
    ),
    compare('extension', extensionFacts(source), extensionFacts(target), 'note'),
  ];
  return [
    ...listed(kinds),
    ...[...invalid].map(
      (name): VerifyItem => ({
        kind: 'index',
        name,
        verdict: 'note',
        detail: 'not valid on the source, so that pg_dump leaves it out',
      }),
    ),
    ...extensionVersions(source, target),
  ];
}

/** What the target has beyond the source is a difference, but for the kinds that belong to the whole database. */
const objectKinds: readonly (readonly [SchemaObject['kind'], ItemVerdict])[] = [
  ['view', 'extra'],
  ['function', 'extra'],
  ['trigger', 'extra'],
  ['policy', 'extra'],
  ['type', 'extra'],
  ['rule', 'extra'],
  ['event-trigger', 'note'],
  ['publication', 'note'],
];

interface Comparison {
  readonly kind: SummedKind;
  readonly compared: number;
  readonly differences: readonly VerifyItem[];
}

function compare(kind: SummedKind, source: Facts, target: Facts, extra: ItemVerdict = 'extra'): Comparison {
  const differences: VerifyItem[] = [];
  for (const [name, facts] of source) {
    const other = target.get(name);
    if (other === undefined) {
      differences.push({ kind, name, verdict: 'missing', detail: 'on the source, not on the target' });
    } else if (other !== facts) {
      differences.push({ kind, name, verdict: 'differs', detail: contrast(facts, other) });
    }
  }
  for (const name of target.keys()) {
    if (!source.has(name)) {
      differences.push({ kind, name, verdict: extra, detail: 'on the target, not on the source' });
    }
  }
  return { kind, compared: source.size, differences };
}

/** How much of a definition is shown: a screen's worth, from where the two part. */
const shownCharacters = 160;

function contrast(source: string, target: string): string {
  let same = 0;
  while (same < source.length && source[same] === target[same]) same += 1;
  const start = Math.max(0, same - shownCharacters / 4);
  const show = (text: string): string => {
    const end = start + shownCharacters;
    const part = text.slice(start, end).replaceAll(/\s+/g, ' ').trim();
    return `${start > 0 ? '… ' : ''}${part}${text.length > end ? ' …' : ''}`;
  };
  return `source: ${show(source)} | target: ${show(target)}`;
}

function listed(kinds: readonly Comparison[]): VerifyItem[] {
  const items: VerifyItem[] = [];
  let room = maximumDifferences;
  let unlisted = 0;
  for (const { kind, compared, differences } of kinds) {
    const wrong = differences.filter((difference) => difference.verdict !== 'note').length;
    // Where the source has none there is nothing to be equal.
    if (compared > 0 || wrong > 0) {
      items.push({
        kind,
        name: summaryName(kind),
        verdict: wrong === 0 ? 'match' : 'differs',
        detail: wrong === 0 ? `${compared} compared, all equal` : `${compared} compared, ${wrong} different`,
      });
    }
    items.push(...differences.slice(0, room));
    unlisted += Math.max(0, differences.length - room);
    room = Math.max(0, room - differences.length);
  }
  if (unlisted > 0) {
    items.push({
      kind: 'schema',
      name: 'and more',
      verdict: 'differs',
      detail: `${unlisted} more differences, not listed`,
    });
  }
  return items;
}

type Define = (definition: string, loose?: boolean) => string;

/** Definitions as both servers would print them; see {@link normalizeDefinition}. */
function definer(source: Inventory, target: Inventory): Define {
  const sameMajor = Math.floor(source.serverVersion / 10_000) === Math.floor(target.serverVersion / 10_000);
  const names = [source, target].flatMap((side) => [
    ...side.schemas.map((schema) => schema.name),
    ...side.extensions.map((extension) => extension.schema),
  ]);
  const schemas = new Set(['pg_catalog', 'information_schema', ...names]);
  return (definition, loose = false) =>
    loose && !sameMajor ? normalizeWithoutQualifiers(definition, schemas) : normalizeDefinition(definition);
}

/** Tables that no extension brings, in the schemas that are compared. */
function ownFacts(inventory: Inventory, schemas: ReadonlySet<string>): OwnFacts {
  const tables = inventory.tables.filter((table) => table.extension === undefined && schemas.has(table.schema));
  return {
    tables,
    columns: new Map(tables.map((table) => [table.key, new Set(table.columns.map((column) => column.name))])),
  };
}

interface OwnFacts {
  readonly tables: readonly Table[];
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
}

function schemaFacts(inventory: Inventory, only?: ReadonlySet<string>): Facts {
  const schemas = inventory.schemas.filter((schema) => only?.has(schema.name) ?? true);
  return new Map(schemas.map((schema) => [schema.name, '']));
}

function words(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part !== false && part !== undefined && part !== '').join(' ');
}

function tableFacts({ tables }: OwnFacts, other: OwnFacts): Facts {
  return new Map(
    tables.map((table) => [
      table.key,
      words(
        table.persistence,
        table.kind,
        table.partitionOf !== undefined && `partition of ${table.partitionOf}`,
        table.inherits.length > 0 && `inherits ${table.inherits.join(', ')}`,
        // A dump puts inherited columns first, so that only tables without parents keep their order.
        table.inherits.length === 0 &&
          table.partitionOf === undefined &&
          `(${sharedColumns(table, other.columns.get(table.key)).join(', ')})`,
      ),
    ]),
  );
}

/** A column that one end lacks is told by its own item. */
function sharedColumns(table: Table, others: ReadonlySet<string> | undefined): string[] {
  return table.columns.map((column) => column.name).filter((name) => others?.has(name) ?? true);
}

function columnFacts(tables: readonly Table[], common: ReadonlySet<string>, define: Define): Facts {
  const facts = new Map<string, string>();
  for (const table of tables) {
    if (!common.has(table.key)) continue;
    for (const column of table.columns) facts.set(`${table.key}.${column.name}`, describeColumn(column, define));
  }
  return facts;
}

function describeColumn(column: Column, define: Define): string {
  return words(
    column.type,
    column.collation !== undefined && `collate ${column.collation}`,
    column.notNull && 'not null',
    column.identity !== 'no' && `identity ${column.identity}`,
    column.generated !== 'no' && `generated ${column.generated}`,
    column.default !== undefined && `default ${define(column.default)}`,
  );
}

function rowSecurity(tables: readonly Table[], common: ReadonlySet<string>): Facts {
  return new Map(
    tables
      .filter((table) => common.has(table.key))
      .map((table) => [
        table.key,
        words(table.rowSecurity ? 'enabled' : 'disabled', table.forceRowSecurity && 'and forced'),
      ]),
  );
}

function indexFacts(
  inventory: Inventory,
  common: ReadonlySet<string>,
  leftOut: ReadonlySet<string>,
  define: Define,
): Facts {
  return new Map(
    inventory.indexes
      .filter((index) => common.has(index.table) && !leftOut.has(`${index.schema}.${index.name}`))
      .map((index) => [`${index.schema}.${index.name}`, words(!index.valid && 'not valid:', define(index.definition))]),
  );
}

/**
 * NOT NULL is compared with the columns: only 18 and later have it as a constraint. A foreign key that came from a
 * partitioned table is named by the server and is told by the parent's.
 */
function isCompared(constraint: Constraint): boolean {
  return constraint.kind !== 'not-null' && !(constraint.kind === 'foreign-key' && constraint.inherited);
}

function constraintFacts(inventory: Inventory, common: ReadonlySet<string>, define: Define): Facts {
  return new Map(
    inventory.constraints
      .filter((constraint) => common.has(constraint.table) && isCompared(constraint))
      .map((constraint) => [
        `${constraint.name} on ${constraint.table}`,
        words(!constraint.validated && 'not validated:', define(constraint.definition)),
      ]),
  );
}

function sequenceFacts(inventory: Inventory, schemas: ReadonlySet<string>): Facts {
  return new Map(
    inventory.sequences
      .filter((sequence) => schemas.has(sequence.schema))
      .map((sequence) => [
        sequence.key,
        words(
          sequence.definition,
          sequence.ownedBy !== undefined && `owned by ${sequence.ownedBy.table}.${sequence.ownedBy.column}`,
        ),
      ]),
  );
}

function objectFacts(inventory: Inventory, kind: SchemaObject['kind'], define: Define): Facts {
  return new Map(
    inventory.objects
      .filter((object) => object.kind === kind)
      .map((object) => [object.name, define(object.definition, namesColumns(object))]),
  );
}

/** Whether the server prints the object from a parsed query, and so decides itself how columns are named. */
function namesColumns({ kind, definition }: SchemaObject): boolean {
  return kind === 'view' || kind === 'rule' || (kind === 'function' && !/ AS \$|\nAS \$/.test(definition));
}

function extensionFacts(inventory: Inventory): Facts {
  return new Map(inventory.extensions.map((extension) => [extension.name, `in schema ${extension.schema}`]));
}

/** Another version of an extension comes with another server, and is the operator's to know, not a fault. */
function extensionVersions(source: Inventory, target: Inventory): VerifyItem[] {
  const versions = new Map(target.extensions.map((extension) => [extension.name, extension.version]));
  return source.extensions.flatMap(({ name, version }): VerifyItem[] => {
    const other = versions.get(name);
    if (other === undefined || other === version) return [];
    return [
      { kind: 'extension', name, verdict: 'note', detail: `version ${version} on the source, ${other} on the target` },
    ];
  });
}
