import { standingAlone } from '../inventory/dependents.ts';
import type { Dependent, Inventory } from '../inventory/types.ts';
import { grouped } from '../numbers.ts';
import { displayName, quoteIdentifier } from '../postgres/identifiers.ts';
import type { IdentifiedEntry } from './entries.ts';
import type { Plan } from './types.ts';

/**
 * The dump without what `--without-extension` leaves out. Whole objects lose their entries, with their comments and
 * grants; a default or a check that pg_dump prints inside of a table's definition is cut out of it. Pure.
 */
export function withoutOmitted(entries: readonly IdentifiedEntry[], source: Inventory): IdentifiedEntry[] {
  const { omitted } = source;
  if (omitted === undefined) return [...entries];
  const tags = new Set([
    ...omitted.objects.flatMap(tagsOf),
    ...omitted.extensions.flatMap((name) => [tag('EXTENSION', undefined, name)]),
  ]);
  const pieces = Map.groupBy(
    omitted.objects.filter(({ texts }) => texts.length > 0),
    ({ relation }) => relation ?? '',
  );
  return entries
    .filter((entry) => !tags.has(tag(entry.type, entry.schema, entry.name)) && !isAbout(entry, tags))
    .map((entry) => withoutPieces(entry, pieces.get(displayName(entry.schema ?? '', entry.name)) ?? []));
}

/** What is left out and why, for the plan and the report. Tables that go are named with their rows. */
export function omissions({ omitted }: Inventory): Plan['leftOut'] {
  if (omitted === undefined) return [];
  const tables = new Map(omitted.tables.map((table) => [table.table, table]));
  return [
    ...omitted.extensions.map((name) => ({ table: `extension ${name}`, reason: 'left out by --without-extension' })),
    ...standingAlone(omitted.objects).map((object) => {
      const key = displayName(object.schema ?? '', object.name);
      const table = relationTypes[object.kind] === 'TABLE' ? tables.get(key) : undefined;
      const reason = `it needs the extension ${object.extension}, which is left out`;
      if (table === undefined) return { table: object.described, reason };
      const rows = `about ${grouped(table.rows)} ${table.rows === 1 ? 'row' : 'rows'}`;
      return { table: key, reason: `${reason}; ${rows} stay behind with it` };
    }),
  ];
}

/** Types of the entries that define or belong to a relation under its own name. */
const relationTypes: Readonly<Record<string, string>> = {
  table: 'TABLE',
  view: 'VIEW',
  'materialized view': 'MATERIALIZED VIEW',
  'foreign table': 'FOREIGN TABLE',
  sequence: 'SEQUENCE',
  index: 'INDEX',
};

const besideRelation = ['TABLE ATTACH', 'INDEX ATTACH', 'SEQUENCE OWNED BY', 'ROW SECURITY'];
/** What a comment, a grant or a label calls a relation. */
const relationWords = ['TABLE', 'VIEW', 'MATERIALIZED VIEW', 'FOREIGN TABLE', 'SEQUENCE', 'INDEX'];

/** Every entry of a dump that is the object, or about it alone, in the form of {@link tag}. */
function tagsOf(object: Dependent): string[] {
  const { kind, schema, name, part } = object;
  const relation = relationTypes[kind];
  if (relation !== undefined) {
    return [
      ...[relation, ...besideRelation].map((type) => tag(type, schema, name)),
      // A view in a circle comes as a dummy at first, and as its rule later.
      tag('RULE', schema, `${name} _RETURN`),
      ...relationWords.map((word) => about(schema, `${word} ${name}`)),
    ];
  }
  switch (kind) {
    case 'constraint':
      return [
        ...['CONSTRAINT', 'FK CONSTRAINT', 'CHECK CONSTRAINT'].map((type) => tag(type, schema, name)),
        about(schema, `CONSTRAINT ${part} ON ${tableOf(object)}`),
      ];
    case 'trigger':
    case 'policy':
    case 'rule': {
      const type = kind.toUpperCase();
      return [tag(type, schema, name), about(schema, `${type} ${part} ON ${tableOf(object)}`)];
    }
    case 'default':
      return [tag('DEFAULT', schema, name)];
    case 'function':
    case 'procedure':
    case 'aggregate':
    case 'type':
    case 'domain': {
      const type = kind.toUpperCase();
      const types = type === 'TYPE' ? ['TYPE', 'SHELL TYPE'] : [type];
      const words = ['type', 'domain'].includes(kind) ? ['TYPE', 'DOMAIN'] : ['FUNCTION', 'PROCEDURE', 'AGGREGATE'];
      return [
        ...types.map((each) => tag(each, schema, name)),
        ...words.map((word) => about(schema, `${word} ${name}`)),
      ];
    }
    case 'cast':
      return [tag('CAST', undefined, `CAST ${name}`)];
    case 'publication table':
      return [tag('PUBLICATION TABLE', schema, name)];
    case 'statistics object':
      return [tag('STATISTICS', schema, name), about(schema, `STATISTICS ${name}`)];
    case 'user mapping':
      return [tag('USER MAPPING', undefined, `USER MAPPING ${name.replace(/ on server /, ' SERVER ')}`)];
    default: {
      const type = dumpTypes[kind] ?? kind.toUpperCase();
      return [tag(type, schema, name), about(schema, `${type} ${name}`)];
    }
  }
}

/** Where pg_dump's word is not the server's. */
const dumpTypes: Readonly<Record<string, string>> = {
  'foreign-data wrapper': 'FOREIGN DATA WRAPPER',
  server: 'SERVER',
  language: 'PROCEDURAL LANGUAGE',
};

function tableOf({ schema, relation }: Dependent): string {
  return relation?.slice((schema?.length ?? -1) + 1) ?? '';
}

/**
 * Signatures and what comments are on are printed quoted where that is needed, and always where the majors differ; so
 * quotes do not count there. Names of relations stand as they are.
 */
function tag(type: string, schema: string | undefined, name: string): string {
  const isRaw = type in rawTypes;
  return JSON.stringify([type, schema ?? '', isRaw ? name : name.replaceAll('"', '')]);
}

const rawTypes: Readonly<Record<string, true>> = { TABLE: true, VIEW: true, 'MATERIALIZED VIEW': true, SEQUENCE: true };

/** Whether a comment, a grant or a label is on something that is left out. */
function isAbout(entry: IdentifiedEntry, tags: ReadonlySet<string>): boolean {
  if (!['COMMENT', 'ACL', 'SECURITY LABEL'].includes(entry.type)) return false;
  if (tags.has(about(entry.schema, entry.name))) return true;
  if (entry.name.startsWith('EXTENSION ')) {
    return tags.has(tag('EXTENSION', undefined, entry.name.slice('EXTENSION '.length)));
  }
  // `COLUMN orders.total`: either may hold the dot itself.
  if (!entry.name.startsWith('COLUMN ')) return false;
  const column = entry.name.slice('COLUMN '.length);
  for (let at = column.indexOf('.'); at >= 0; at = column.indexOf('.', at + 1)) {
    if (tags.has(about(entry.schema, `TABLE ${column.slice(0, at)}`))) return true;
  }
  return false;
}

function about(schema: string | undefined, name: string): string {
  return tag('ABOUT', schema, name);
}

function withoutPieces(entry: IdentifiedEntry, objects: readonly Dependent[]): IdentifiedEntry {
  if (objects.length === 0 || !['TABLE', 'FOREIGN TABLE'].includes(entry.type)) return entry;
  const [definition = '', ...rest] = entry.statements;
  const statements = [objects.reduce(withoutPiece, definition), ...rest];
  return { ...entry, statements, sql: [...entry.settings, ...statements].join('\n') };
}

/** pg_dump prints a column or a constraint a line, indented by four. An inherited one is not printed at all. */
function withoutPiece(definition: string, { kind, part = '', texts }: Dependent): string {
  const names = [part, quoteIdentifier(part)];
  for (const text of texts) {
    for (const name of names) {
      if (kind === 'constraint') {
        const line = `\n    CONSTRAINT ${name} ${text}`;
        // The first of a list has no comma in front.
        for (const piece of [`,${line}`, `${line},`, line]) {
          if (definition.includes(piece)) return definition.replace(piece, () => '');
        }
        continue;
      }
      const start = definition.indexOf(`\n    ${name} `);
      const value = ` DEFAULT ${text}`;
      const at = start < 0 ? -1 : definition.indexOf(value, start);
      if (at >= 0 && !definition.slice(start + 1, at).includes('\n')) {
        return definition.slice(0, at) + definition.slice(at + value.length);
      }
    }
  }
  return definition;
}
