import type { Constraint, Index, Inventory, Table } from '../inventory/types.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import { analyzedFirst, analyzedTables, analyzeStep } from './analyze-steps.ts';
import { smallStep } from './batches.ts';
import { indexWeight, smallestWeight, sortedBytes } from './data-steps.ts';
import { dropStatement, type IdentifiedEntry, tagName, withSettings } from './entries.ts';
import { lateRelationTest } from './late-relations.ts';
import { partitionsOf } from './partitions.ts';
import { keyOf, lockedTables, qualifiedPattern } from './qualified-names.ts';
import { chain, entryStep, objectWeight } from './schema-steps.ts';
import type { Hold, Step } from './types.ts';

export interface PostInput {
  readonly source: Inventory;
  readonly entries: readonly IdentifiedEntry[];
  /** The steps that copy a table, by its key; a table without rows of its own has none. */
  readonly copies: ReadonlyMap<string, readonly Step[]>;
  readonly leftOut: ReadonlyMap<string, string>;
  readonly foreignKeys: 'validate' | 'trust';
  /** The last step of the dump's first section. */
  readonly after: string;
}

/** Maps from names to steps, while the second section of the dump is laid out. */
interface Layout {
  readonly tables: ReadonlyMap<string, Table>;
  readonly indexes: ReadonlyMap<string, Index>;
  readonly foreignKeys: ReadonlyMap<string, Constraint>;
  /** `schema.index` -> the step after which the index is complete. */
  readonly indexStep: Map<string, string>;
  /** Table key -> its index and key steps. */
  readonly tableIndexes: Map<string, string[]>;
  /** Table key -> the step that its indexes wait for beside its rows. */
  readonly analyses: ReadonlyMap<string, Step>;
  readonly partitions: ReadonlyMap<string, readonly Table[]>;
  readonly leavesOf: (key: string) => readonly string[];
}

/**
 * The second section of the dump as steps: indexes and keys behind their table's rows, foreign keys behind both
 * tables, then what may fire or refuse (rules, triggers, policies) behind everything.
 */
export function postDataSteps(input: PostInput): Step[] {
  const layout = layOut(input);
  const matviewIndexes: IdentifiedEntry[] = [];
  const attachments: IdentifiedEntry[] = [];
  const foreignKeys: IdentifiedEntry[] = [];
  const lateRelations: IdentifiedEntry[] = [];
  const isLate = lateRelationTest(input.entries);
  const rest: IdentifiedEntry[] = [];
  const steps: Step[] = [...layout.analyses.values()];
  const statistics: Step[] = [];
  for (const entry of input.entries) {
    if (entry.statements.length === 0) continue;
    const index = layout.indexes.get(tagName(`${entry.schema}.${indexName(entry)}`));
    if (entry.type === 'INDEX' && index && layout.tables.get(index.table)?.kind === 'materialized-view') {
      matviewIndexes.push(entry);
    } else if ((entry.type === 'INDEX' || entry.type === 'CONSTRAINT') && index) {
      steps.push(...indexSteps(entry, index, input, layout));
    } else if (entry.type === 'INDEX ATTACH') attachments.push(entry);
    else if (entry.type === 'FK CONSTRAINT') foreignKeys.push(entry);
    else if (isLate(entry)) lateRelations.push(entry);
    else if (entry.type === 'STATISTICS') {
      statistics.push({ ...entryStep(entry, 'post', 'index'), needs: [input.after] });
    } else if (entry.type !== 'SUBSCRIPTION') rest.push(entry);
  }
  for (const entry of attachments) steps.push(attachStep(entry, input, layout));
  for (const entry of foreignKeys) steps.push(...foreignKeySteps(entry, input, layout));
  steps.push(...statistics);
  steps.push(...sequenceSteps(input));

  const everyCopy = [...input.copies.values()].flat().map((step) => step.id);
  const data = barrier('barrier:data', [input.after, ...everyCopy, ...steps.map((step) => step.id)]);
  const rules = chain(
    lateRelations.map((entry) => entryStep(entry, 'post', 'finish')),
    data.id,
  );
  const made = rules.at(-1)?.id ?? data.id;
  const refreshes = refreshSteps(input, layout, made);
  const late = matviewIndexes.map((entry) => matviewIndexStep(entry, layout, made));
  const relations = barrier('barrier:relations', [
    data.id,
    ...[...rules, ...refreshes, ...late].map((step) => step.id),
  ]);
  const finish = chain(
    rest.map((entry) => ({
      ...entryStep(entry, 'post', 'finish'),
      ...retractOf(entry),
      holds: lockedTables(entry, layout.tables).map((table): Hold => ({ table, mode: 'exclusive' })),
    })),
    relations.id,
  );
  const analyses = analyzedTables(input.source)
    .filter(({ key }) => !layout.analyses.has(key))
    .map((table) => {
      const views = [...refreshes, ...late].filter((step) => step.table === table.key);
      const made = [...views, ...statistics].map((step) => step.id);
      const needs = [input.after, ...copiesOf(table.key, input, layout), ...familyIndexes(table.key, layout), ...made];
      return analyzeStep(table, needs, family(table.key, layout));
    });
  return [...steps, data, ...rules, ...refreshes, ...late, relations, ...finish, ...analyses];
}

function layOut(input: PostInput): Layout {
  const { source, entries } = input;
  const tables = new Map(source.tables.map((table) => [table.key, table]));
  const statistics = entries.filter(({ type }) => type === 'STATISTICS');
  const declared = new Set(statistics.flatMap((entry) => lockedTables(entry, tables)));
  const partitions = new Map<string, Table[]>();
  for (const table of source.tables) {
    if (table.partitionOf === undefined) continue;
    const siblings = partitions.get(table.partitionOf);
    if (siblings) siblings.push(table);
    else partitions.set(table.partitionOf, [table]);
  }
  return {
    tables,
    indexes: new Map(source.indexes.map((index) => [tagName(`${index.schema}.${index.name}`), index])),
    foreignKeys: new Map(
      source.constraints
        .filter((constraint) => constraint.kind === 'foreign-key')
        .map((constraint) => [tagName(`${constraint.table} ${constraint.name}`), constraint]),
    ),
    indexStep: new Map(),
    tableIndexes: new Map(),
    analyses: new Map(
      analyzedFirst(source, declared).map((table) => [
        table.key,
        analyzeStep(table, [input.after, ...(input.copies.get(table.key) ?? []).map((step) => step.id)], [table.key]),
      ]),
    ),
    partitions,
    leavesOf: partitionsOf(source),
  };
}

/** pg_dump names an index by itself, and a constraint by its table and itself. */
function indexName(entry: IdentifiedEntry): string {
  if (entry.type === 'INDEX') return entry.name;
  if (entry.type !== 'CONSTRAINT') return '';
  return (
    constraintNamePattern.exec(entry.statements[0] ?? '')?.[1]?.replaceAll('""', '"') ?? plainConstraintName(entry)
  );
}

const constraintNamePattern = /\bADD CONSTRAINT "((?:[^"]|"")+)"/;
const plainConstraintPattern = /\bADD CONSTRAINT ([^\s"]+)/;

function plainConstraintName(entry: IdentifiedEntry): string {
  return plainConstraintPattern.exec(entry.statements[0] ?? '')?.[1] ?? '';
}

/** What must be away while a table is emptied and filled again; all else can stay. */
const inTheWayOfRows: ReadonlySet<string> = new Set(['FK CONSTRAINT', 'TRIGGER', 'ROW SECURITY']);

function retractOf(entry: IdentifiedEntry): { retract?: readonly string[] } {
  const drop = inTheWayOfRows.has(entry.type) ? dropStatement(entry) : undefined;
  return drop === undefined ? {} : { retract: [drop] };
}

function copiesOf(key: string, input: PostInput, layout: Layout): string[] {
  return layout.leavesOf(key).flatMap((leaf) => (input.copies.get(leaf) ?? []).map((step) => step.id));
}

function indexSteps(entry: IdentifiedEntry, index: Index, input: PostInput, layout: Layout): Step[] {
  const table = layout.tables.get(index.table);
  const analysis = layout.analyses.get(index.table);
  const needs = [input.after, ...copiesOf(index.table, input, layout), ...(analysis ? [analysis.id] : [])];
  const weights = { weight: indexWeight(index, table), ...sortedBytes(index, table) };
  const remember = (step: string): void => {
    layout.indexStep.set(`${index.schema}.${index.name}`, step);
    const known = layout.tableIndexes.get(index.table);
    if (known) known.push(step);
    else layout.tableIndexes.set(index.table, [step]);
  };
  const base = { table: index.table };
  if (entry.type === 'CONSTRAINT' && splits(entry, index, table)) {
    // Built as an index, several of one table build at once; ADD CONSTRAINT … (columns) would lock them all out.
    const build: Step = {
      id: `build:${index.schema}.${index.name}`,
      kind: 'index',
      phase: 'index',
      label: `index ${index.schema}.${index.name}`,
      table: index.table,
      needs,
      ...weights,
      holds: [{ table: index.table, mode: 'shared' }],
      action: { type: 'sql', statements: withSettings(entry, [index.definition]) },
    };
    const attach: Step = {
      ...entryStep(entry, 'constraint', 'constraint'),
      ...base,
      needs: [build.id],
      holds: [{ table: index.table, mode: 'exclusive' }],
      action: { type: 'sql', statements: [usingIndex(entry, index), ...entry.statements.slice(1)] },
    };
    remember(attach.id);
    return [build, attach];
  }
  // CLUSTER ON and REPLICA IDENTITY, which follow some indexes, lock the table; so does ADD CONSTRAINT.
  const mode = entry.type === 'CONSTRAINT' || entry.statements.length > 1 ? 'exclusive' : 'shared';
  const step: Step = {
    ...entryStep(entry, entry.type === 'CONSTRAINT' ? 'constraint' : 'index', 'index'),
    ...base,
    needs,
    ...weights,
    holds: [{ table: index.table, mode }],
  };
  remember(step.id);
  return [step];
}

/**
 * Only a primary key or unique constraint of a plain table can take over a finished index; where the index is built in
 * no time, a second statement and a second step would cost more than the lock.
 */
function splits(entry: IdentifiedEntry, index: Index, table: Table | undefined): boolean {
  return (
    table?.kind === 'table' &&
    index.bytes > smallStep &&
    index.unique &&
    index.method === 'btree' &&
    /\bADD CONSTRAINT (?:"(?:[^"]|"")+"|[^\s"]+) (?:PRIMARY KEY|UNIQUE)\b/.test(entry.statements[0] ?? '')
  );
}

function usingIndex(entry: IdentifiedEntry, index: Index): string {
  const statement = entry.statements[0] ?? '';
  const kind = /\bADD CONSTRAINT (?:"(?:[^"]|"")+"|[^\s"]+) PRIMARY KEY\b/.test(statement) ? 'PRIMARY KEY' : 'UNIQUE';
  const deferral = /\b(DEFERRABLE(?: INITIALLY DEFERRED)?);?\s*$/.exec(statement)?.[1] ?? '';
  const head = statement.slice(0, statement.indexOf('ADD CONSTRAINT'));
  const name = quoteIdentifier(index.name);
  return `${head}ADD CONSTRAINT ${name} ${kind} USING INDEX ${name} ${deferral}`.trimEnd();
}

const attachPattern = new RegExp(String.raw`^ALTER INDEX (${qualifiedPattern}) ATTACH PARTITION (${qualifiedPattern})`);

function attachStep(entry: IdentifiedEntry, input: PostInput, layout: Layout): Step {
  const match = attachPattern.exec(entry.statements[0] ?? '');
  const indexes = [match?.[1], match?.[2]].filter((name) => name !== undefined).map(keyOf);
  const tables = indexes.map((key) => layout.indexes.get(tagName(key))?.table).filter((table) => table !== undefined);
  // An attached index makes its parent complete when it is the last one: what needs the parent waits for each.
  const step: Step = {
    ...entryStep(entry, 'index', 'index'),
    needs: [input.after, ...indexes.map((key) => layout.indexStep.get(key)).filter((id) => id !== undefined)],
    holds: tables.map((table): Hold => ({ table, mode: 'exclusive' })),
  };
  for (const table of new Set(tables)) layout.tableIndexes.get(table)?.push(step.id);
  return step;
}

function foreignKeySteps(entry: IdentifiedEntry, input: PostInput, layout: Layout): Step[] {
  const key = layout.foreignKeys.get(`${entry.schema}.${entry.name}`);
  const table = key ? layout.tables.get(key.table) : undefined;
  const other = key?.references ? layout.tables.get(key.references.table) : undefined;
  const step = { ...entryStep(entry, 'foreign-key', 'constraint'), ...retractOf(entry) };
  if (!key || !table || !other) {
    // Nothing is known of it but its text: it waits for every row.
    const copies = [...input.copies.values()].flat().map((copy) => copy.id);
    const indexes = [...layout.tableIndexes.values()].flat();
    return [{ ...step, needs: [input.after, ...copies, ...indexes] }];
  }
  const needs = [
    input.after,
    ...copiesOf(table.key, input, layout),
    ...copiesOf(other.key, input, layout),
    ...familyIndexes(other.key, layout),
  ];
  const holds: Hold[] = [...new Set([...family(table.key, layout), ...family(other.key, layout)])].map((name) => ({
    table: name,
    mode: 'exclusive',
  }));
  const statement = entry.statements[0] ?? '';
  const partial = [...layout.leavesOf(table.key), ...layout.leavesOf(other.key)].some((leaf) =>
    input.leftOut.has(leaf),
  );
  const plain = table.kind === 'table' && other.kind === 'table';
  const kept = { ...step, table: table.key, needs, holds };
  // As it is: NOT VALID or NOT ENFORCED on the source, or on partitioned tables, where servers before 18 cannot add it so.
  if (/\bNOT (?:VALID|ENFORCED);?\s*$/.test(statement) || !plain) {
    return [{ ...kept, weight: plain ? objectWeight : Math.max(table.bytes / 4, smallestWeight) }];
  }
  const add: Step = {
    ...kept,
    action: { type: 'sql', statements: [`${statement.replace(/;?\s*$/, '')} NOT VALID`, ...entry.statements.slice(1)] },
  };
  if (partial || input.foreignKeys === 'trust') return [add];
  const name = quoteQualified(table.schema, table.name);
  const validate: Step = {
    id: `validate:${entry.id}`,
    kind: 'validate',
    phase: 'constraint',
    label: `validate ${key.table} ${key.name}`,
    table: table.key,
    needs: [add.id],
    weight: Math.max(Math.round(table.bytes / 4), smallestWeight),
    holds: [
      { table: table.key, mode: 'exclusive' },
      ...(other.key === table.key ? [] : [{ table: other.key, mode: 'shared' } as const]),
    ],
    action: {
      type: 'sql',
      statements: [`ALTER TABLE ${name} VALIDATE CONSTRAINT ${quoteIdentifier(key.name)}`],
    },
  };
  return [add, validate];
}

/** A table with all its partitions: what a lock on a partitioned table locks. */
function family(key: string, layout: Layout): string[] {
  return [key, ...(layout.partitions.get(key) ?? []).flatMap((child) => family(child.key, layout))];
}

function familyIndexes(key: string, layout: Layout): string[] {
  return family(key, layout).flatMap((name) => layout.tableIndexes.get(name) ?? []);
}

function sequenceSteps(input: PostInput): Step[] {
  return input.source.sequences.map(({ key, schema, name, onTarget }) => ({
    id: `setval:${key}`,
    kind: 'sequence',
    phase: 'copy',
    label: `sequence ${key}`,
    needs: [input.after],
    weight: objectWeight,
    action: { type: 'sequence', schema, name, ...(onTarget ? { onTarget } : {}) },
  }));
}

function refreshSteps(input: PostInput, layout: Layout, after: string): Step[] {
  const views = input.source.refreshOrder
    .map((key) => layout.tables.get(key))
    .filter((table) => table !== undefined)
    .filter((table) => table.populated);
  return chain(
    views.map((view) => ({
      id: `refresh:${view.key}`,
      kind: 'refresh',
      phase: 'finish',
      label: `refresh ${view.key}`,
      table: view.key,
      needs: [],
      weight: Math.max(view.bytes, smallestWeight),
      action: {
        type: 'sql',
        statements: [`REFRESH MATERIALIZED VIEW ${quoteQualified(view.schema, view.name)}`],
      },
    })),
    after,
  );
}

function matviewIndexStep(entry: IdentifiedEntry, layout: Layout, made: string): Step {
  const index = layout.indexes.get(`${entry.schema}.${entry.name}`);
  const view = index ? layout.tables.get(index.table) : undefined;
  return {
    ...entryStep(entry, 'index', 'finish'),
    ...(view ? { table: view.key } : {}),
    needs: [view?.populated ? `refresh:${view.key}` : made],
    weight: index ? indexWeight(index, view) : smallestWeight,
    ...(index ? sortedBytes(index, view) : {}),
    holds: view ? [{ table: view.key, mode: 'shared' }] : [],
  };
}

function barrier(id: string, needs: readonly string[]): Step {
  return {
    id,
    kind: 'barrier',
    phase: 'finish',
    label: id,
    needs: [...new Set(needs)],
    weight: 0,
    action: { type: 'sql', statements: [] },
  };
}
