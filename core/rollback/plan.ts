import { readCounters } from '../inventory/counters.ts';
import type { Counters } from '../inventory/types.ts';
import type { EventBody } from '../events.ts';
import { largeObjectsKey } from '../inventory/large-objects.ts';
import { type LedgerRun, type LedgerStep, readRecordedBefore, readSteps } from '../ledger.ts';
import type { Session } from '../postgres/session.ts';
import { hasStorageLedger } from '../supabase/storage/ledger.ts';
import { mappingExists } from '../supabase/stack/mapping.ts';
import type { TargetBefore } from './before.ts';
import { outsideDependents } from './dependents.ts';
import { madeSchema } from './made-schema.ts';
import { reminders } from './reminders.ts';

/** What a rollback would do: the event `rollback.planned`. */
export type RollbackPlan = Omit<Extract<EventBody, { type: 'rollback.planned' }>, 'type'>;
type Line = RollbackPlan['goes'][number];

/** What the target says of what a rollback will touch. */
export interface RollbackFacts {
  readonly database: string;
  /** Schemas that the run made, with what is in them now. */
  readonly schemas: readonly { readonly name: string; readonly tables: number; readonly bytes: number }[];
  /** What would go with them although it is elsewhere. */
  readonly dependents: readonly string[];
  /** Files in the target's Storage that the run brought, and those that it moved aside. */
  readonly files: number;
  readonly filesAside: number;
  /** Users that the run created in Stack Auth. */
  readonly users: number;
  readonly counters: Counters;
  readonly before: TargetBefore | undefined;
  /** Seconds that a statement takes to go there and back. */
  readonly roundTrip: number;
}

const schemasSql = `
  SELECT n.nspname AS name, count(c.oid)::int AS tables,
    coalesce(sum(pg_catalog.pg_total_relation_size(c.oid)), 0)::float8 AS bytes
  FROM pg_catalog.pg_namespace n
  LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'm')
  WHERE n.nspname = ANY ($1) GROUP BY n.nspname ORDER BY n.nspname`;

const storageSql = `
  SELECT (SELECT count(*) FROM cutover.storage_object WHERE run_id = $1
      AND EXISTS (SELECT FROM cutover.storage_bucket b WHERE b.run_id = $1))::int AS files,
    (SELECT count(*) FROM cutover.storage_aside WHERE run_id = $1)::int AS aside`;

const usersSql = 'SELECT count(*)::int AS users FROM cutover.user_mapping WHERE run_id = $1';

/** Reads what a rollback of the run would do now. Writes nothing. Throws CutoverError. */
export async function planRollback(ledger: Session, run: LedgerRun): Promise<RollbackPlan> {
  const steps = undoneBy(await readSteps(ledger, run.id));
  return layOutRollback(run, steps, await readFacts(ledger, run, steps));
}

/** The steps that a rollback takes back, in its order. Pure. */
export function undoneBy(steps: readonly LedgerStep[]): LedgerStep[] {
  return steps.filter((step) => step.state === 'done' && step.undo).reverse();
}

async function readFacts(ledger: Session, run: LedgerRun, steps: readonly LedgerStep[]): Promise<RollbackFacts> {
  const began = performance.now();
  const [row] = await ledger.query<{ name: string }>('SELECT pg_catalog.current_database() AS name');
  const roundTrip = (performance.now() - began) / 1000;
  const made = steps.flatMap((step) => madeSchema(step) ?? []);
  const schemas = await ledger.query<{ name: string; tables: number; bytes: number }>(schemasSql, [made]);
  const dependents = (await outsideDependents(ledger, made)).map(({ name }) => name);
  const [storage] = (await hasStorageLedger(ledger))
    ? await ledger.query<{ files: number; aside: number }>(storageSql, [run.id])
    : [];
  const [mapped] = (await mappingExists(ledger)) ? await ledger.query<{ users: number }>(usersSql, [run.id]) : [];
  return {
    database: row?.name ?? '',
    schemas,
    dependents,
    files: storage?.files ?? 0,
    filesAside: storage?.aside ?? 0,
    users: mapped?.users ?? 0,
    counters: await readCounters(ledger),
    before: await readRecordedBefore(ledger, run.id),
    roundTrip,
  };
}

/** What goes, what comes back, how long. `steps` are those that are to be taken back. Pure. */
export function layOutRollback(run: LedgerRun, steps: readonly LedgerStep[], facts: RollbackFacts): RollbackPlan {
  const asides = steps.filter((step) => step.kind === 'set-aside');
  const restored = steps.filter((step) => step.kind === 'default-privileges' || step.kind === 'event-trigger');
  const schemas = new Set(facts.schemas.map(({ name }) => name));
  const others = steps.filter(
    (step) => !asides.includes(step) && !restored.includes(step) && !schemas.has(madeSchema(step) ?? ''),
  );
  return {
    runId: run.id,
    source: run.detail.source,
    target: run.detail.target,
    database: facts.database,
    goes: [
      ...facts.schemas.map(({ name, tables, bytes }) => ({ what: 'schema', name, objects: tables, bytes })),
      ...byKind(others),
      ...(facts.files > 0 ? [{ what: 'files', name: 'in Storage', objects: facts.files, bytes: 0 }] : []),
      ...(facts.users > 0 ? [{ what: 'users', name: 'in Stack Auth', objects: facts.users, bytes: 0 }] : []),
      ...facts.dependents.map((name) => ({
        what: 'dependent',
        name: `${name}, which needs one of them`,
        objects: 1,
        bytes: 0,
      })),
    ],
    comesBack: [
      ...asides.map((step) => comingBack(step, facts)),
      ...restoredLines(restored),
      ...(facts.filesAside > 0
        ? [{ what: 'files', name: 'that were moved aside', objects: facts.filesAside, bytes: 0 }]
        : []),
    ],
    written: writtenSince(run, facts),
    compared: facts.before !== undefined,
    steps: steps.length,
    seconds: secondsFor(steps, facts),
    reminders: [...reminders(run)],
  };
}

/** Names that an entry has room for. */
const namesShown = 3;

/** Whatever is no schema, one line a kind, in the words of its steps: of kinds that this does not know as well. */
function byKind(steps: readonly LedgerStep[]): Line[] {
  const kinds = Map.groupBy(steps, ({ kind }) => kind);
  return [...kinds.values()].map((each) => ({
    what: 'steps',
    name: some(each.map(({ label }) => label)),
    objects: each.length,
    bytes: 0,
  }));
}

/** What is switched off for the run, and on again behind it, is one thing that comes back. */
function restoredLines(steps: readonly LedgerStep[]): Line[] {
  const names = steps.map(({ kind, label }) =>
    kind === 'event-trigger' ? label.replace(/^(?:dis|en)able /, '') : 'default privileges',
  );
  return [...new Set(names)].map((name) => ({ what: 'state', name: `${name}, as before`, objects: 1, bytes: 0 }));
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join('; ');
  return names.length > namesShown ? `${shown} and ${names.length - namesShown} more` : shown;
}

/** `set-aside:schema:public` is the schema `public`. */
function comingBack({ id, aside }: LedgerStep, { before }: RollbackFacts): Line {
  const [, what = '', ...rest] = id.split(':');
  const name = rest.join(':');
  const tables = before?.counters.tables.filter(({ table }) => table.startsWith(`${name}.`)).length ?? 0;
  const from = aside === undefined || aside.name === name ? '' : `, now ${aside.name}`;
  return { what, name: `${name}${from}`, objects: what === 'schema' || what === 'rows' ? tables : 1, bytes: 0 };
}

/** What the target's own counters have on top of what they had when the run was verified. */
function writtenSince(run: LedgerRun, { counters }: RollbackFacts): RollbackPlan['written'] {
  const { hold } = run.detail;
  if (hold === undefined) return { known: false, tables: 0, inserted: 0, updated: 0, deleted: 0 };
  if (hold.counters.epoch === undefined || hold.counters.epoch !== counters.epoch) {
    return { known: false, tables: 0, inserted: 0, updated: 0, deleted: 0 };
  }
  const then = new Map(hold.counters.tables.map((counter) => [counter.table, counter]));
  const sums = { inserted: 0, updated: 0, deleted: 0 };
  let tables = 0;
  for (const now of counters.tables) {
    // Counted over two catalogs, for being equal or not.
    if (now.table === largeObjectsKey) continue;
    const before = then.get(now.table);
    let rows = 0;
    for (const what of ['inserted', 'updated', 'deleted'] as const) {
      const more = Math.max(0, Number(now[what]) - Number(before?.[what] ?? 0));
      sums[what] += more;
      rows += more;
    }
    if (rows > 0 || before === undefined || before.fileNode !== now.fileNode) tables += 1;
  }
  return { known: true, tables, ...sums };
}

/** Seconds a table takes to be dropped with its indexes, a file of Storage and a user of Stack Auth to be deleted. */
const secondsEach = { table: 0.004, file: 0.02, user: 0.1 } as const;
/** What is read again to compare it, and the dump that goes with it, in seconds. */
const comparison = { dump: 0.4, object: 0.0005, table: 0.002 } as const;
const roundTripsOfStep = 3;
/** Rows that were moved aside come back at this rate, with their indexes, in bytes a second. */
const moveRate = 20e6;

/** An estimate from what there is to do, in seconds. */
function secondsFor(steps: readonly LedgerStep[], facts: RollbackFacts): number {
  const tables = facts.schemas.reduce((sum, schema) => sum + schema.tables, 0);
  const moved = steps.filter(({ id }) => id.startsWith('set-aside:rows:')).reduce((sum, { weight }) => sum + weight, 0);
  const work =
    steps.length * roundTripsOfStep * facts.roundTrip +
    tables * secondsEach.table +
    (facts.files + facts.filesAside) * secondsEach.file +
    facts.users * secondsEach.user +
    moved / moveRate;
  const { before } = facts;
  if (before === undefined) return work;
  const objects = Object.keys(before.objects ?? {}).length;
  return work + comparison.dump + objects * comparison.object + before.rows.length * comparison.table;
}
