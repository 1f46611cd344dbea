import type { OwnSchemaFacts } from '../inventory/own-schema.ts';
import { dependencyLevels } from '../inventory/levels.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { quoteIdentifier, quoteLiteral, quoteQualified } from '../postgres/identifiers.ts';
import { smallestWeight } from './data-steps.ts';
import { keepWritersOut } from './copy-sql.ts';
import { setAsideName } from './names.ts';
import { objectWeight } from './schema-steps.ts';
import type { Restore, Step } from './types.ts';

/** Tables that one statement empties: each takes locks with its indexes, and a server has room for a few thousand. */
const tablesAtOnce = 100;

export interface RowsAsideInput {
  readonly runId: string;
  readonly own: Inventory;
  readonly facts: Pick<OwnSchemaFacts, 'filled'>;
  /** Tables that must be empty before rows come: see {@link tablesToClear}. */
  readonly tables: readonly Table[];
  readonly setAside: boolean;
  readonly keepForeignKeys: boolean;
  /** Ids of the steps that take off what would be in the way. */
  readonly after: readonly string[];
}

export interface RowsAside {
  readonly steps: readonly Step[];
  /** Table key -> the steps after which it is empty. */
  readonly emptied: ReadonlyMap<string, readonly string[]>;
}

/**
 * The target's tables that get rows, and those that refer to them: their rows would hang in the air. Of a partitioned
 * table all partitions, since nobody knows which of them rows will go to. Pure.
 */
export function tablesToClear(own: Inventory, filled: ReadonlySet<string>): Table[] {
  const keys = new Set(filled);
  const children = Map.groupBy(own.tables, ({ partitionOf }) => partitionOf);
  for (let before = -1; before !== keys.size; ) {
    before = keys.size;
    for (const key of keys) for (const child of children.get(key) ?? []) keys.add(child.key);
    for (const { table, references } of own.constraints) {
      if (references !== undefined && keys.has(references.table)) keys.add(table);
    }
  }
  return own.tables.filter(({ key, kind }) => keys.has(key) && kind === 'table');
}

/**
 * Rows that are in the way are copied aside on the target, table by table beside the other steps, and put back by a
 * rollback in the same order, as COPY writes them: INSERT would fill gaps in pages that it has left. A table cannot be
 * renamed away: views, functions, policies and keys of the schema that stays would follow it. Where nothing was to be set
 * aside, or rows have come since, the step fails and nothing is lost. Pure.
 */
export function rowsAside(input: RowsAsideInput): RowsAside {
  const { runId, facts, tables, setAside, keepForeignKeys, after } = input;
  const kept = setAside ? tables.filter(({ key }) => facts.filled.has(key)) : [];
  const schemas = [...new Set(kept.map(({ schema }) => schema))];
  const homes = new Map(schemas.map((schema) => [schema, homeStep(schema, setAsideName(schema, runId), after)]));
  const asides = new Map(
    kept.map((table) => [table.key, asideStep(table, homes.get(table.schema)?.id ?? '', input)] as const),
  );
  const emptied = new Map<string, string[]>();
  // Where foreign keys stay, tables that refer to each other are emptied, and come back, together.
  const open = keepForeignKeys ? tables : tables.filter(({ key }) => !asides.has(key));
  for (const [key, step] of asides) if (!keepForeignKeys) emptied.set(key, [step.id]);
  const clears = portions(open, input).map((portion, index): Step => {
    const copied = portion.flatMap(({ key }) => asides.get(key) ?? []);
    const id = `empty:${index}`;
    for (const { key } of portion) emptied.set(key, [id]);
    return {
      id,
      kind: 'post',
      phase: 'prepare',
      label: `make way for the rows of ${portion.length === 1 ? portion[0]?.key : `${portion.length} tables`}`,
      needs: [...after, ...(keepForeignKeys ? copied.map((step) => step.id) : [])],
      weight: objectWeight,
      action: {
        type: 'sql',
        statements: [
          ...keepWritersOut(portion.map(({ schema, name }) => quoteQualified(schema, name))),
          ...refusal(portion.filter(({ key }) => !asides.has(key))),
          ...(keepForeignKeys && copied.length > 0
            ? [
                ...refusalOfNewer(
                  portion.filter(({ key }) => asides.has(key)),
                  runId,
                ),
                ...clearSql(portion),
              ]
            : []),
        ],
      },
      ...(keepForeignKeys && copied.length > 0
        ? { undo: [], restore: restoreOf(portion, kept, input) }
        : { undo: clearSql(portion) }),
    };
  });
  return { steps: [...homes.values(), ...asides.values(), ...clears], emptied };
}

function homeStep(schema: string, aside: string, needs: readonly string[]): Step {
  return {
    id: `set-aside:rows:${schema}`,
    kind: 'set-aside',
    phase: 'prepare',
    label: `make schema ${aside} for the rows of ${schema}`,
    needs,
    weight: objectWeight,
    action: { type: 'sql', statements: [`CREATE SCHEMA ${quoteIdentifier(aside)}`] },
    undo: [`DROP SCHEMA ${quoteIdentifier(aside)} CASCADE`],
    aside: { type: 'SCHEMA', name: aside },
  };
}

/** What keeps the order of rows, so that a dump shows them as it did before. */
const inOrder = ['SET LOCAL synchronize_seqscans = off', 'SET LOCAL max_parallel_workers_per_gather = 0'];
const inAnyOrder = ['SET LOCAL synchronize_seqscans = DEFAULT', 'SET LOCAL max_parallel_workers_per_gather = DEFAULT'];

function asideStep(table: Table, home: string, input: RowsAsideInput): Step {
  const own = quoteQualified(table.schema, table.name);
  const copy = quoteQualified(setAsideName(table.schema, input.runId), table.name);
  const where = table.where === undefined ? '' : ` WHERE ${table.where}`;
  return {
    id: `set-aside:rows:${table.key}`,
    kind: 'set-aside',
    phase: 'prepare',
    label: `set the rows of ${table.key} aside`,
    needs: [home],
    weight: Math.max(table.bytes, smallestWeight),
    holds: [{ table: table.key, mode: 'exclusive' }],
    action: {
      type: 'sql',
      statements: [
        ...keepWritersOut([own]),
        ...inOrder,
        `CREATE TABLE ${copy} AS SELECT * FROM ONLY ${own}${where}`,
        ...inAnyOrder,
        ...(input.keepForeignKeys ? [] : clearSql([table])),
      ],
    },
    undo: [`DROP TABLE ${copy}`],
    ...(input.keepForeignKeys ? {} : { restore: restoreOf([table], [table], input) }),
  };
}

/** The way back for the rows of `kept`, when all of `tables` are emptied of what came since. */
function restoreOf(tables: readonly Table[], kept: readonly Table[], input: RowsAsideInput): Restore {
  const known = new Set(kept);
  return {
    clear: clearSql(tables),
    replica: input.keepForeignKeys,
    tables: tables
      .filter((table) => known.has(table))
      .map((table) => {
        const stored = table.columns.filter(({ generated }) => generated === 'no');
        const { schema, name } = table;
        return {
          from: { schema: setAsideName(schema, input.runId), name },
          into: { schema, name },
          columns: stored.map((column) => column.name),
          format: stored.length > 0 && stored.every(({ binarySafe }) => binarySafe) ? 'binary' : 'text',
          fresh: table.where === undefined,
        };
      }),
  };
}

/** TRUNCATE leaves an extension's own rows nowhere to be. */
function clearSql(tables: readonly Table[]): string[] {
  const whole = tables.filter(({ where }) => where === undefined);
  const names = whole.map(({ schema, name }) => `ONLY ${quoteQualified(schema, name)}`);
  return [
    ...(names.length > 0 ? [`TRUNCATE ${names.join(', ')}`] : []),
    ...tables.flatMap(({ schema, name, where }) =>
      where === undefined ? [] : [`DELETE FROM ONLY ${quoteQualified(schema, name)} WHERE ${where}`],
    ),
  ];
}

/** Fails for the first of the tables that holds a row: rows that nobody has spoken of are not to be lost, or mixed. */
function refusal(tables: readonly Table[]): string[] {
  if (tables.length === 0) return [];
  const tests = tables.map(({ schema, name, key, where }) => {
    const condition = where === undefined ? '' : ` WHERE ${where}`;
    return `IF EXISTS (SELECT FROM ONLY ${quoteQualified(schema, name)}${condition}) THEN
      RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(`the target's table ${key} holds rows`)},
        HINT = 'Empty it, or let the run set rows aside: --existing-rows set-aside.';
    END IF;`;
  });
  return [`DO ${quoteLiteral(`BEGIN ${tests.join('\n')} END`)}`];
}

/** Fails for the first of the tables whose rows are not those that were copied aside before, in a transaction of its own. */
function refusalOfNewer(tables: readonly Table[], runId: string): string[] {
  if (tables.length === 0) return [];
  const tests = tables.map(({ schema, name, key, where }) => {
    const sum = (from: string, condition = ''): string => `(SELECT pg_catalog.count(*)::pg_catalog.text || ' '
      || coalesce(pg_catalog.sum(pg_catalog.hashtextextended(ROW(t.*)::pg_catalog.text COLLATE pg_catalog."C", 0)), 0)
      FROM ONLY ${from} AS t${condition})`;
    const own = sum(quoteQualified(schema, name), where === undefined ? '' : ` WHERE ${where}`);
    return `IF ${own} <> ${sum(quoteQualified(setAsideName(schema, runId), name))} THEN
      RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(`rows of the target's table ${key} were written after they were set aside`)},
        HINT = 'Nothing was emptied. Stop what writes to the target, roll back, and begin anew.';
    END IF;`;
  });
  return [`DO ${quoteLiteral(`BEGIN ${tests.join('\n')} END`)}`];
}

/** Tables that are emptied at once: with their foreign keys in place, those that refer to each other go together. */
function portions(tables: readonly Table[], { own, keepForeignKeys }: RowsAsideInput): Table[][] {
  const groups = keepForeignKeys ? connected(tables, own) : tables.map((table) => [table]);
  const cut: Table[][] = [];
  let open: Table[] = [];
  for (const group of groups) {
    if (open.length > 0 && open.length + group.length > tablesAtOnce) {
      cut.push(open);
      open = [];
    }
    open = [...open, ...group];
  }
  return open.length > 0 ? [...cut, open] : cut;
}

/** Groups of tables that no foreign key leads out of or into. */
function connected(tables: readonly Table[], own: Inventory): Table[][] {
  const keys = tables.map(({ key }) => key);
  const byKey = new Map(tables.map((table) => [table.key, table]));
  const parent = new Map(own.tables.map(({ key, partitionOf }) => [key, partitionOf]));
  const both = [
    ...own.constraints.flatMap(({ table, references }) => (references ? [[table, references.table] as const] : [])),
    ...[...parent].flatMap(([key, partitionOf]) => (partitionOf === undefined ? [] : [[key, partitionOf] as const])),
  ].flatMap(([from, to]) => [
    { from, to },
    { from: to, to: from },
  ]);
  const everything = own.tables.map(({ key }) => key);
  // What is connected both ways is a circle: its members share a level, and come one behind the other.
  const { order, cycles } = dependencyLevels(everything, both);
  const group = new Map(cycles.flatMap((cycle, index) => cycle.map((key) => [key, `circle ${index}`] as const)));
  const wanted = new Set(keys);
  const groups = Map.groupBy(
    order.filter((key) => wanted.has(key)),
    (key) => group.get(key) ?? key,
  );
  return [...groups.values()].map((members) => members.flatMap((key) => byKey.get(key) ?? []));
}
