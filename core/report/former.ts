import { phases } from '../events.ts';
import type { State } from '../state.ts';
import type { Report } from './schema.ts';

/** What the earlier processes of a run wrote into its report; empty where there is none that can be read. */
export type FormerReport = Partial<Report>;

/** Commands that move rows: what they say of a table's rows is newer than what was said before. */
const moving: ReadonlySet<string> = new Set(['run', 'resume', 'run --only-table']);

export function movesRows(command: string | undefined): boolean {
  return command === undefined || moving.has(command);
}

type TableRow = Omit<Report['tables'][number], 'verification'>;

/**
 * The tables of a run: as this process has them where it moves any, else as they were moved, and those that only an
 * earlier process knows of. Pure.
 */
export function movedTables(state: State, former: FormerReport, command: string | undefined): TableRow[] {
  const before = new Map(former.tables?.map(({ verification: _, ...table }) => [table.table, table]));
  const own = state.tables.map(({ table, state: at, rows, bytes }): TableRow => {
    const known = movesRows(command) ? undefined : before.get(table);
    before.delete(table);
    return known ?? { table, state: at, rows, bytes };
  });
  return [...own, ...before.values()];
}

/**
 * What was compared: by this process where it verifies anew, and else what earlier ones found, with what this one adds.
 * Tables that follow into a run are compared by themselves. Pure.
 */
export function comparisons(
  { verification, phases: own }: Pick<State, 'verification' | 'phases'>,
  former: FormerReport,
  command: string | undefined,
): State['verification'] {
  const isAnew = own.some(({ phase, state }) => phase === 'verify' && state !== 'waiting');
  if (isAnew && command !== 'run --only-table') return verification;
  const tables = new Map(
    former.tables?.flatMap(({ table, verification: found }) => (found ? [[table, { table, ...found }] as const] : [])),
  );
  for (const table of verification.tables) tables.set(table.table, table);
  const items = new Map(former.verification?.items.map((item) => [`${item.kind} ${item.name}`, item]));
  for (const item of verification.items) items.set(`${item.kind} ${item.name}`, item);
  return { tables: [...tables.values()], items: [...items.values()] };
}

/** The phases of every process, those of this one in the place of earlier ones. In the order of a run. Pure. */
export function everyPhase(own: Report['phases'], former: FormerReport): Report['phases'] {
  const known = new Set(own.map(({ phase }) => phase));
  const before = (former.phases ?? []).filter(({ phase }) => !known.has(phase));
  return [...before, ...own].sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase));
}
