import type { RunOptions } from '../config.ts';
import { tableSelector } from '../inventory/select.ts';
import type { Constraint, Inventory, Table } from '../inventory/types.ts';
import type { LedgerStep } from '../ledger.ts';
import { quoteIdentifier, quoteQualified } from '../postgres/identifiers.ts';
import { inBatch } from './batches.ts';
import { copySteps, lineage, type Rewriting, reasonsToFollow, smallestWeight } from './data-steps.ts';
import { tagName } from './entries.ts';
import { keysLeftUnvalidated } from './left-unvalidated.ts';
import { partitionsOf } from './partitions.ts';
import { objectWeight } from './schema-steps.ts';
import type { Plan, Step } from './types.ts';
import { verifyTableSteps } from './verify-steps.ts';

/** The tables that an operator left out of a run, and that can follow: with rows of their own, in schemas that it made. */
export function tablesToFollow(source: Inventory, leftOut: Plan['leftOut']): Table[] {
  const left = new Set(leftOut.filter(({ reason }) => reasonsToFollow.has(reason)).map(({ table }) => table));
  return source.tables.filter(
    (table) => table.kind === 'table' && left.has(table.key) && !table.rowsOnly && table.extension === undefined,
  );
}

/** Of these tables, those that patterns name, by themselves or by what they are partitions of. */
export function namedTables(tables: readonly Table[], source: Inventory, patterns: readonly string[]): Table[] {
  const isNamed = tableSelector(patterns);
  const byKey = new Map(source.tables.map((table) => [table.key, table]));
  return tables.filter((table) => lineage(table, byKey).some(isNamed));
}

/** What is still left out when these tables are there; a partitioned table is, as long as a partition of it is. */
export function stillLeftOut(leftOut: Plan['leftOut'], source: Inventory, come: ReadonlySet<string>): Plan['leftOut'] {
  const leavesOf = partitionsOf(source);
  const left = new Set(leftOut.map(({ table }) => table));
  const isThere = (key: string): boolean => {
    const leaves = leavesOf(key);
    return leaves.some((leaf) => come.has(leaf)) && leaves.every((leaf) => come.has(leaf) || !left.has(leaf));
  };
  return leftOut.filter(({ table }) => !isThere(table));
}

export interface LaterPlan {
  readonly source: Inventory;
  /** What the run has done, as its ledger tells. */
  readonly done: readonly LedgerStep[];
  /** The tables whose rows come now. */
  readonly tables: readonly Table[];
  /** What is left out all the same. */
  readonly leftOut: Plan['leftOut'];
  readonly options: RunOptions;
  readonly cores: number | undefined;
  readonly rewriting: Rewriting;
  /** Which later copy of the run it is, from 1 on: steps of several have ids of their own. */
  readonly round: number;
}

/**
 * Tables that follow into a run that is held, as further steps of it. The target may be in use: nothing is taken off and
 * nothing is cleared. Rows come past triggers and foreign keys, under the indexes; keys that waited for them are then
 * validated, which locks no writer out. Sequences only ever go forward. Pure.
 */
export function laterSteps(plan: LaterPlan): Step[] {
  const { source, tables, options, rewriting, round } = plan;
  const copies = new Map(
    [...copySteps({ ...plan, indexes: source.indexes, jobs: options.jobs, after: [], rewriting })].map(
      ([key, steps]) => [key, steps.map(pastKeys)],
    ),
  );
  const idsOf = (keys: readonly string[]): string[] =>
    keys.flatMap((key) => (copies.get(key) ?? []).map((step) => step.id));
  const everyCopy = idsOf(tables.map(({ key }) => key));
  const { validations, unseen } = foreignKeySteps(plan, idsOf);
  const sequences = source.sequences.map(
    ({ key, schema, name, onTarget }): Step => ({
      id: `setval:${key}@${round}`,
      kind: 'sequence',
      phase: 'copy',
      label: `sequence ${key}, where it is behind`,
      needs: everyCopy,
      weight: objectWeight,
      action: { type: 'sequence', schema, name, forward: true, ...(onTarget ? { onTarget } : {}) },
    }),
  );
  const compared =
    options.verify === 'none'
      ? []
      : tables.flatMap((table) =>
          verifyTableSteps({
            group: [table],
            mode: options.verify === 'counts' ? 'counts' : 'checksums',
            jobs: options.jobs,
            needs: idsOf([table.key]),
            rewrite: rewriting.columns.get(table.key),
          }),
        );
  const keys: Step[] =
    unseen.length === 0 || compared.length === 0
      ? []
      : [
          {
            id: `verify-foreign-keys@${round}`,
            kind: 'verify',
            phase: 'verify',
            label: 'verify foreign keys',
            needs: [...validations, ...compared].map((step) => step.id),
            weight: smallestWeight,
            action: { type: 'verify-foreign-keys', keys: unseen },
          },
        ];
  return [
    ...[...copies.values()].flat(),
    ...validations,
    ...sequences,
    ...refreshSteps(plan, everyCopy),
    ...analyzeSteps(plan, idsOf),
    ...compared,
    ...keys,
  ].map((step) => ({ ...inBatch(step), later: round }));
}

/** Triggers and foreign keys stay where they are; whatever else is in the table by then is not the run's to clear. */
function pastKeys(step: Step): Step {
  if (step.action.type !== 'copy') return step;
  return { ...step, action: { ...step.action, rowsOnly: true, replica: true, keepsRows: true } };
}

/**
 * Keys that were left NOT VALID for want of rows are validated when both ends have theirs. A key that is valid already
 * (a partitioned table's, which servers before 18 cannot leave unvalidated) has not seen the rows: it is looked at.
 */
function foreignKeySteps(
  { source, done, tables, leftOut, options, round }: LaterPlan,
  idsOf: (keys: readonly string[]) => string[],
): { readonly validations: readonly Step[]; readonly unseen: readonly string[] } {
  const leavesOf = partitionsOf(source);
  const byKey = new Map(source.tables.map((table) => [table.key, table]));
  const come = new Set(tables.map(({ key }) => key));
  const left = new Set(leftOut.map(({ table }) => table));
  const waiting = keysLeftUnvalidated(done, source);
  const validations: Step[] = [];
  const unseen: string[] = [];
  for (const key of source.constraints) {
    const table = byKey.get(key.table);
    if (key.kind !== 'foreign-key' || key.inherited || !key.validated || !table) continue;
    const [from, to] = [leavesOf(key.table), leavesOf(key.references?.table ?? '')];
    const leaves = [...from, ...to];
    if (!leaves.some((leaf) => come.has(leaf))) continue;
    const name = nameOf(key);
    if (!waiting.has(name)) {
      if (from.some((leaf) => come.has(leaf))) unseen.push(name);
      continue;
    }
    if (options.foreignKeys === 'trust' || leaves.some((leaf) => left.has(leaf))) continue;
    const other = key.references?.table ?? key.table;
    validations.push({
      id: `validate:fk-constraint:${name}@${round}`,
      kind: 'validate',
      phase: 'constraint',
      label: `validate ${key.table} ${key.name}`,
      table: key.table,
      needs: [tagName(`fk-constraint:${name}`), ...idsOf(leaves)],
      weight: Math.max(Math.round(table.bytes / 4), smallestWeight),
      holds: [
        { table: key.table, mode: 'exclusive' },
        ...(other === key.table ? [] : [{ table: other, mode: 'shared' } as const]),
      ],
      action: {
        type: 'sql',
        statements: [
          `ALTER TABLE ${quoteQualified(table.schema, table.name)} VALIDATE CONSTRAINT ${quoteIdentifier(key.name)}`,
        ],
      },
    });
  }
  return { validations, unseen };
}

/** The views were filled while the tables were empty. */
function refreshSteps({ source, round }: LaterPlan, needs: readonly string[]): Step[] {
  const byKey = new Map(source.tables.map((table) => [table.key, table]));
  const views = source.refreshOrder.flatMap((key) => byKey.get(key) ?? []).filter((view) => view.populated);
  return views.map((view, index) => ({
    id: `refresh:${view.key}@${round}`,
    kind: 'refresh',
    phase: 'finish',
    label: `refresh ${view.key}`,
    table: view.key,
    needs: [...needs, ...views.slice(0, index).map(({ key }) => `refresh:${key}@${round}`)],
    weight: Math.max(view.bytes, smallestWeight),
    action: { type: 'sql', statements: [`REFRESH MATERIALIZED VIEW ${quoteQualified(view.schema, view.name)}`] },
  }));
}

/** The tables themselves, and what they are partitions of. */
function analyzeSteps({ source, tables, round }: LaterPlan, idsOf: (keys: readonly string[]) => string[]): Step[] {
  const leavesOf = partitionsOf(source);
  const byKey = new Map(source.tables.map((table) => [table.key, table]));
  const roots = new Set(tables.map((table) => lineage(table, byKey).at(-1) ?? table));
  return [...roots].map((root) => ({
    id: `analyze:${root.key}@${round}`,
    kind: 'analyze',
    phase: 'finish',
    label: `analyze ${root.key}`,
    table: root.key,
    needs: idsOf(leavesOf(root.key)),
    weight: Math.max(Math.round(Math.min(root.bytes, 30_000 * 8192) / 8), smallestWeight),
    holds: [...new Set([root.key, ...leavesOf(root.key)])].map((table) => ({ table, mode: 'exclusive' })),
    action: { type: 'analyze', schema: root.schema, name: root.name },
  }));
}

function nameOf({ table, name }: Constraint): string {
  return `${table} ${name}`;
}
