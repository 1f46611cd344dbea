import type { Guard, OwnSchemaFacts } from '../inventory/own-schema.ts';
import { invalidIndexes } from '../inventory/indexes.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { displayName, quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import { smallStep } from './batches.ts';
import { dropStatement, type IdentifiedEntry, tagName, withSettings } from './entries.ts';
import { keyOf, qualifiedPattern } from './qualified-names.ts';
import { objectWeight } from './schema-steps.ts';
import type { Step } from './types.ts';

/** What stands on tables that rows go into, and would refuse them, fire for them or make them slow. */
export interface TakeOffInput {
  readonly own: Inventory;
  readonly facts: OwnSchemaFacts;
  /** The target's own dump, from its second section on, with ids. */
  readonly entries: readonly IdentifiedEntry[];
  /** Keys of the target's tables that are emptied or filled, with their partitions and the tables they are parts of. */
  readonly touched: ReadonlySet<string>;
  /** Key of a target's table -> bytes that will come into it. */
  readonly bytes: ReadonlyMap<string, number>;
  /** True where foreign keys stay: session_replication_role keeps them from looking. */
  readonly keepForeignKeys: boolean;
}

export interface TakeOff {
  /** In an order that works; none waits for another. */
  readonly steps: readonly Step[];
  /** What was taken off, as the dump has it, to be put back by the same statements. */
  readonly entries: readonly IdentifiedEntry[];
}

/**
 * Takes indexes, keys and foreign keys off as steps that keep the server's own definition: pg_dump's statements, with
 * comments, CLUSTER, REPLICA IDENTITY, statistics targets and tablespace, are what a rollback runs and what puts them back
 * after the rows. Indexes stay where they cost nothing (the rows are few) or where something but a foreign key needs
 * them. Pure.
 */
export function takeOff(input: TakeOffInput): TakeOff {
  const { own, touched } = input;
  const entries = withComments(input.entries);
  const foreignKeys = new Map(
    own.constraints
      .filter(({ kind, inherited }) => kind === 'foreign-key' && !inherited)
      .map((key) => [tagName(`${key.table} ${key.name}`), key]),
  );
  const taken: { readonly entries: readonly IdentifiedEntry[]; readonly kind: Step['kind'] }[] = [];
  if (!input.keepForeignKeys) {
    for (const entry of entries) {
      const key = entry.type === 'FK CONSTRAINT' && foreignKeys.get(`${entry.schema}.${entry.name}`);
      if (key && (touched.has(key.table) || touched.has(key.references?.table ?? ''))) {
        taken.push({ entries: [entry], kind: 'foreign-key' });
      }
    }
  }
  const isWorthwhile = worth(input);
  for (const group of indexGroups(entries)) if (isWorthwhile(group)) taken.push({ entries: group, kind: 'index' });
  // A check that the rows of its table need not keep would be asked of those that come.
  for (const entry of entries) {
    if (entry.type === 'CHECK CONSTRAINT' && touched.has(tableOf(entry) ?? '')) {
      taken.push({ entries: [entry], kind: 'constraint' });
    }
  }
  const all = new Set(taken.flatMap((each) => each.entries));
  return {
    steps: taken.flatMap(({ entries: group, kind }) => takeOffStep(group, kind)),
    entries: entries.filter((entry) => all.has(entry)),
  };
}

function takeOffStep(group: readonly IdentifiedEntry[], kind: Step['kind']): Step[] {
  const [root] = rootFirst(group);
  const drop = root && dropStatement(root);
  if (root === undefined || drop === undefined) return [];
  return [
    {
      id: `off:${root.id}`,
      kind,
      phase: 'prepare',
      label: `take ${root.type.toLowerCase()} ${displayName(root.schema ?? '', root.name)} off`,
      needs: [],
      weight: objectWeight,
      action: { type: 'sql', statements: [drop] },
      undo: group.flatMap((entry) => withSettings(entry, entry.statements)),
    },
  ];
}

/**
 * The steps that put things back, each with what takes it off again in a rollback: one that is attached goes with the
 * index that it is attached to. Pure.
 */
export function takenBack(
  steps: readonly Step[],
  entries: readonly IdentifiedEntry[],
  own: Pick<Inventory, 'indexes'>,
): Step[] {
  const indexes = new Map(own.indexes.map((index) => [`build:${displayName(index.schema, index.name)}`, index]));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const roots = new Map(
    indexGroups(entries).flatMap((group) => {
      const [root] = rootFirst(group);
      return group.map((entry) => [entry.id, root] as const);
    }),
  );
  return steps.map((step) => {
    const built = indexes.get(step.id);
    if (built) return { ...step, undo: [`DROP INDEX IF EXISTS ${quoteQualified(built.schema, built.name)}`] };
    const entry = byId.get(step.id);
    if (entry === undefined) return step;
    const drop = dropStatement(entry.type === 'INDEX ATTACH' ? (roots.get(entry.id) ?? entry) : entry);
    return drop === undefined ? step : { ...step, undo: [drop] };
  });
}

const indexComment = new RegExp(String.raw`^COMMENT ON INDEX (${qualifiedPattern}) IS `);
const constraintComment = new RegExp(
  String.raw`^COMMENT ON CONSTRAINT ("(?:[^"]|"")+"|[^\s"]+) ON (${qualifiedPattern}) IS `,
);

/** What a comment is on, in a form that an entry has too. */
function commentedThing(statement: string): string | undefined {
  const index = indexComment.exec(statement)?.[1];
  if (index !== undefined) return `index ${keyOf(index)}`;
  const [, constraint, table] = constraintComment.exec(statement) ?? [];
  return constraint === undefined || table === undefined
    ? undefined
    : `constraint ${keyOf(table)} ${keyOf(constraint)}`;
}

/** Comments on what is taken off go and come with it; a key has one of its own, and its index may have another. */
function withComments(entries: readonly IdentifiedEntry[]): IdentifiedEntry[] {
  const statements = entries.flatMap((entry) => (entry.type === 'COMMENT' ? entry.statements : []));
  const comments = Map.groupBy(statements, (statement) => commentedThing(statement));
  return entries.map((entry) => {
    const index = indexKey(entry);
    const constraint = entry.type.endsWith('CONSTRAINT') ? constraintName(entry.statements[0] ?? '') : undefined;
    const own = [
      ...(constraint === undefined ? [] : (comments.get(`constraint ${tableOf(entry)} ${constraint}`) ?? [])),
      ...(index === undefined ? [] : (comments.get(`index ${index}`) ?? [])),
    ];
    return own.length === 0 ? entry : { ...entry, statements: [...entry.statements, ...own] };
  });
}

function constraintName(statement: string): string | undefined {
  const [, quoted, plain] = /\bADD CONSTRAINT (?:"((?:[^"]|"")+)"|([^\s"]+))/.exec(statement) ?? [];
  return quoted?.replaceAll('""', '"') ?? plain;
}

/** Key of the table that a constraint's entry alters. */
function tableOf({ schema, name, statements }: IdentifiedEntry): string | undefined {
  const constraint = constraintName(statements[0] ?? '');
  return constraint === undefined || schema === undefined
    ? undefined
    : displayName(schema, name.slice(0, name.length - constraint.length - 1));
}

const attachPattern = new RegExp(String.raw`^ALTER INDEX (${qualifiedPattern}) ATTACH PARTITION (${qualifiedPattern})`);

/** Key of the index that an entry makes; undefined for all other entries. */
function indexKey(entry: IdentifiedEntry): string | undefined {
  if (entry.schema === undefined) return undefined;
  if (entry.type === 'INDEX') return displayName(entry.schema, entry.name);
  if (entry.type !== 'CONSTRAINT') return undefined;
  const name = constraintName(entry.statements[0] ?? '');
  return name === undefined ? undefined : displayName(entry.schema, name);
}

/** Indexes with those of partitions that are attached to them and what attaches them, each in the dump's order. */
function indexGroups(entries: readonly IdentifiedEntry[]): IdentifiedEntry[][] {
  const parentOf = new Map<string, string>();
  const attachments = new Map<IdentifiedEntry, string>();
  for (const entry of entries) {
    const [, parent, child] =
      entry.type === 'INDEX ATTACH' ? (attachPattern.exec(entry.statements[0] ?? '') ?? []) : [];
    if (parent === undefined || child === undefined) continue;
    parentOf.set(keyOf(child), keyOf(parent));
    attachments.set(entry, keyOf(parent));
  }
  const rootOf = (key: string): string => {
    let root = key;
    for (let parent = parentOf.get(root); parent !== undefined; parent = parentOf.get(root)) root = parent;
    return root;
  };
  const groups = new Map<string, IdentifiedEntry[]>();
  for (const entry of entries) {
    const key = indexKey(entry) ?? attachments.get(entry);
    if (key === undefined) continue;
    const root = rootOf(key);
    const group = groups.get(root);
    if (group) group.push(entry);
    else groups.set(root, [entry]);
  }
  return [...groups.values()];
}

/** The index that the others of its group are attached to is the one that nothing attaches. */
function rootFirst(group: readonly IdentifiedEntry[]): IdentifiedEntry[] {
  const children = new Set(
    group.flatMap((entry) => {
      const child = entry.type === 'INDEX ATTACH' ? attachPattern.exec(entry.statements[0] ?? '')?.[2] : undefined;
      return child === undefined ? [] : [keyOf(child)];
    }),
  );
  return group.filter((entry) => {
    const key = indexKey(entry);
    return key === undefined || !children.has(key);
  });
}

/** Tells whether a group of indexes is taken off: its tables get more rows than an index at work would notice. */
function worth({
  own,
  facts,
  touched,
  bytes,
  keepForeignKeys,
}: TakeOffInput): (group: readonly IdentifiedEntry[]) => boolean {
  const known = new Map(own.indexes.map((index) => [displayName(index.schema, index.name), index]));
  const invalid = new Set(invalidIndexes(own));
  const tables = new Map(own.tables.map((table) => [table.key, table]));
  const stands = (table: Table | undefined): boolean => table?.kind === 'table' || table?.kind === 'partitioned';
  return (group) => {
    const indexes = group.flatMap((entry) => known.get(indexKey(entry) ?? '') ?? []);
    const stays = indexes.some((index) => {
      const key = displayName(index.schema, index.name);
      return (
        facts.pinned.has(key) ||
        (keepForeignKeys && facts.referred.has(key)) ||
        invalid.has(key) ||
        !touched.has(index.table) ||
        !stands(tables.get(index.table))
      );
    });
    const coming = new Set(indexes.map(({ table }) => table));
    const sum = [...coming].reduce((all, table) => all + (bytes.get(table) ?? 0), 0);
    return indexes.length > 0 && !stays && sum > smallStep;
  };
}

const modes: Readonly<Record<string, string>> = {
  O: 'ENABLE',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
  D: 'DISABLE',
};

/**
 * Triggers and rules of the tables are switched off, table by table, and back to what they were by steps of their own:
 * their definitions stay where they are. `on` steps can be taken back where a table must be filled again. Pure.
 */
export function guardSteps(
  guards: readonly Guard[],
  tables: readonly Table[],
  after: readonly string[],
): { readonly off: Step[]; readonly on: Step[] } {
  const byTable = Map.groupBy(guards, ({ table }) => table);
  const depth = depths(tables);
  // A table before its partitions: on servers before 15 a trigger takes its copies on partitions along.
  const guarded = tables
    .filter(({ key }) => byTable.get(key)?.some(({ enabled }) => enabled !== 'D'))
    .toSorted((a, b) => (depth.get(a.key) ?? 0) - (depth.get(b.key) ?? 0));
  const steps = guarded.map((table) => {
    const own = byTable.get(table.key) ?? [];
    const name = quoteQualified(table.schema, table.name);
    const alter = ({ kind, name: guard }: Guard, mode: string): string =>
      `ALTER TABLE ${kind === 'TRIGGER' ? 'ONLY ' : ''}${name} ${mode} ${kind} ${quoteIdentifier(guard)}`;
    const disable = own.filter(({ enabled }) => enabled !== 'D').map((guard) => alter(guard, 'DISABLE'));
    const restore = own.map((guard) => alter(guard, modes[guard.enabled] ?? 'ENABLE'));
    const base = { needs: [], weight: objectWeight } as const;
    const off: Step = {
      ...base,
      id: `off:guards:${table.key}`,
      kind: 'post',
      phase: 'prepare',
      label: `switch triggers and rules of ${table.key} off`,
      action: { type: 'sql', statements: disable },
      undo: restore,
    };
    const on: Step = {
      ...base,
      id: `guards:${table.key}`,
      kind: 'post',
      phase: 'finish',
      label: `switch triggers and rules of ${table.key} back`,
      needs: after,
      holds: [{ table: table.key, mode: 'exclusive' }],
      action: { type: 'sql', statements: restore },
      undo: disable,
      retract: disable,
    };
    return { off, on };
  });
  return { off: steps.map(({ off }) => off), on: steps.map(({ on }) => on) };
}

function depths(tables: readonly Table[]): ReadonlyMap<string, number> {
  const parents = new Map(tables.map(({ key, partitionOf }) => [key, partitionOf]));
  return new Map(
    tables.map(({ key }) => {
      let depth = 0;
      for (let parent = parents.get(key); parent !== undefined; parent = parents.get(parent)) depth += 1;
      return [key, depth];
    }),
  );
}
