import type { Inventory, Table } from '../inventory/types.ts';
import type { IdentifiedEntry } from './entries.ts';
import type { Step } from './types.ts';

/**
 * Puts the steps of the dump's first section in order. pg_dump's order works, one entry after the other; but where an
 * entry touches nothing but a table of built-in types, or a sequence, it has to wait only for what touched the same
 * ones since the last entry that could depend on anything. So thousands of tables are made by all jobs at once.
 *
 * Steps come in the entries' order; `after` is the step before the first. The last step is the one that all that
 * follows has to wait for.
 */
export function orderPreData(
  steps: readonly Step[],
  entries: readonly IdentifiedEntry[],
  source: Inventory,
  after: string | undefined,
): Step[] {
  const relations = new Relations(source);
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
  let base = after === undefined ? [] : [after];
  /** The step that touched a relation last, since `base`. */
  let last = new Map<string, string>();
  const ordered = steps.map((step) => {
    const entry = entryOf.get(step.id);
    const touched = entry && relations.touchedBy(entry);
    if (touched === undefined) {
      const needs = last.size > 0 ? [...new Set(last.values())] : base;
      base = [step.id];
      last = new Map();
      return { ...step, needs: [...step.needs, ...needs] };
    }
    const before = touched.map((key) => last.get(key)).filter((id) => id !== undefined);
    for (const key of touched) last.set(key, step.id);
    return { ...step, needs: [...step.needs, ...(before.length > 0 ? new Set(before) : base)] };
  });
  if (last.size === 0) return ordered;
  const complete: Step = {
    id: 'barrier:schema',
    kind: 'barrier',
    phase: 'schema',
    label: 'the schema is in place',
    needs: [...new Set(last.values())],
    weight: 0,
    action: { type: 'sql', statements: [] },
  };
  return [...ordered, complete];
}

/** A name with its schema: with an empty search_path that is how pg_dump writes whatever is not the server's own. */
const qualifiedName = /((?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*))\.(?:"(?:[^"]|"")+"|[A-Za-z_][\w$]*|[^\w\s"'])/g;
/** A name in a string that stands for an object: `nextval('public.orders_id_seq'::regclass)`. */
const objectCast = /::(?:"?pg_catalog"?\.)?"?reg[a-z]+\b/;

/** OIDs below are the server's own. [access/transam.h, FirstNormalObjectId] */
const firstProjectOid = 16_384;

class Relations {
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #sequences: ReadonlyMap<string, string | undefined>;

  constructor(source: Inventory) {
    this.#tables = new Map(source.tables.map((table) => [table.key, table]));
    this.#sequences = new Map(source.sequences.map((sequence) => [sequence.key, sequence.ownedBy?.table]));
  }

  /** Keys of the tables and sequences that an entry touches; undefined where it may depend on anything. */
  touchedBy(entry: IdentifiedEntry): string[] | undefined {
    if (entry.schema === undefined) return undefined;
    const key = `${entry.schema}.${entry.name}`;
    switch (entry.type) {
      case 'TABLE':
        return this.#isPlain(key) && !refersElsewhere(entry, entry.name) ? [key] : undefined;
      case 'TABLE ATTACH':
        return this.#attached(key);
      case 'SEQUENCE':
        return this.#sequence(key);
      case 'SEQUENCE OWNED BY':
        return this.#sequence(key);
      case 'DEFAULT':
        return this.#defaulted(entry);
      case 'ACL':
      case 'COMMENT':
        return this.#named(entry);
      default:
        return undefined;
    }
  }

  /** Of built-in types alone, and with no parent that has to be there first. */
  #isPlain(key: string): boolean {
    const table = this.#tables.get(key);
    if (table?.kind !== 'table' && table?.kind !== 'partitioned') return false;
    return table.inherits.length === 0 && table.columns.every((column) => column.typeOid < firstProjectOid);
  }

  #attached(key: string): string[] | undefined {
    const parent = this.#tables.get(key)?.partitionOf;
    return parent === undefined ? undefined : [key, parent];
  }

  #sequence(key: string): string[] | undefined {
    if (!this.#sequences.has(key)) return undefined;
    const owner = this.#sequences.get(key);
    return owner === undefined ? [key] : [key, owner];
  }

  /** `ALTER TABLE … ALTER COLUMN … SET DEFAULT nextval('…'::regclass)`: the sequence is named, and the table. */
  #defaulted(entry: IdentifiedEntry): string[] | undefined {
    const names = [...namesBefore(entry.name, ' ')];
    const table = names.find((name) => this.#tables.has(`${entry.schema}.${name}`));
    if (table === undefined) return undefined;
    const text = entry.statements.join('\n');
    const [call, quoted = ''] = /\bnextval\('((?:[^']|'')+)'::(?:pg_catalog\.)?regclass\)/.exec(text) ?? [];
    const sequence = unquoted(quoted.replaceAll("''", "'"));
    if (call === undefined || !this.#sequences.has(sequence)) return undefined;
    const rest = { ...entry, statements: [text.replace(call, '')] };
    return refersElsewhere(rest, table) ? undefined : [`${entry.schema}.${table}`, sequence];
  }

  /** `TABLE orders`, `SEQUENCE orders_id_seq`, `COLUMN orders.total`. */
  #named(entry: IdentifiedEntry): string[] | undefined {
    const [, kind = '', name = ''] = /^(TABLE|SEQUENCE|COLUMN) (.+)$/s.exec(entry.name) ?? [];
    if (kind === 'COLUMN') {
      const key = [...namesBefore(name, '.')]
        .map((table) => `${entry.schema}.${table}`)
        .find((each) => this.#tables.has(each));
      return key === undefined ? undefined : [key];
    }
    const key = `${entry.schema}.${name}`;
    // A view goes as TABLE too: it stands for all that it reads.
    return (kind === 'TABLE' && this.#tables.has(key)) || (kind === 'SEQUENCE' && this.#sequences.has(key))
      ? [key]
      : undefined;
  }
}

/** True where the statements name anything of the project's but the relation itself: a type, a function, an operator. */
function refersElsewhere(entry: IdentifiedEntry, relation: string): boolean {
  const text = entry.statements.join('\n');
  if (objectCast.test(text)) return true;
  const own = [entry.schema ?? '', relation];
  for (const [name, schema = ''] of text.replaceAll(/'(?:[^']|'')*'/g, "''").matchAll(qualifiedName)) {
    if (bare(schema) === 'pg_catalog') continue;
    const rest = bare(name.slice(schema.length + 1));
    if (bare(schema) !== own[0] || rest !== own[1]) return true;
  }
  return false;
}

function bare(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

/** Every way to cut a tag of two names: either may hold the separator itself. */
function* namesBefore(tag: string, separator: string): Generator<string> {
  for (let at = tag.indexOf(separator); at >= 0; at = tag.indexOf(separator, at + 1)) yield tag.slice(0, at);
}

/** `public.orders_id_seq` or `"Odd"."Name"` to the inventory's key. */
function unquoted(name: string): string {
  const parts = name.match(/"(?:[^"]|"")+"|[^".]+/g) ?? [];
  return parts.map(bare).join('.');
}
