import { CutoverError } from '../errors.ts';
import { readCounters } from '../inventory/counters.ts';
import type { Counters } from '../inventory/types.ts';
import { type Hold, type LaterCopy, type LedgerRun, type RunDetail, setRunState } from '../ledger.ts';
import type { Session } from '../postgres/session.ts';
import type { TableVerdict } from '../verify/types.ts';

/** By the target's clock: whoever ends the hold may sit at another machine than who began it. */
const nowSql = 'SELECT pg_catalog.clock_timestamp() AS now';

/** What the profile says where nothing else does; ledgers of earlier versions have no hold. */
const defaultHours = 48;

/**
 * The run is verified: its hold begins. The target's change counters are kept with it, so that what is written from now
 * on can be told from what the run wrote, and what the tables came to. Throws CutoverError.
 */
export async function holdRun(
  ledger: Session,
  runId: string,
  {
    hours,
    verdict,
    tables,
  }: { readonly hours: number; readonly verdict: string; readonly tables: readonly TableVerdict[] },
): Promise<void> {
  const since = (await readNow(ledger)).toISOString();
  const hold: Hold = { since, hours, counters: await readCounters(ledger), sums: sumsOf(tables) };
  await setRunState(ledger, runId, 'held', { verdict, hold });
}

function sumsOf(tables: readonly TableVerdict[]): Hold['sums'] {
  return Object.fromEntries(
    tables
      .filter((table) => table.verdict === 'match' && table.sourceChecksum !== '')
      .map(({ table, sourceRows, sourceChecksum }) => [table, [sourceRows, sourceChecksum] as const]),
  );
}

/**
 * Tables have followed into a run that was held, and the hold goes on: neither its end nor what was written to other
 * tables since changes by that. Throws CutoverError.
 */
export async function holdWith(
  ledger: Session,
  run: { readonly id: string; readonly detail: RunDetail; readonly later: LaterCopy },
  { verdict, tables }: { readonly verdict: string; readonly tables: readonly TableVerdict[] },
): Promise<void> {
  const { hold } = run.detail;
  const { leftOut } = run.later;
  const come = new Set(run.later.tables);
  const counters = withTables(run.detail.counters as Counters, run.later.counters, come);
  const more = hold && {
    ...hold,
    counters: withTables(hold.counters, await readCounters(ledger), come),
    sums: { ...hold.sums, ...sumsOf(tables) },
  };
  await setRunState(ledger, run.id, 'held', { verdict, leftOut, counters, ...(more ? { hold: more } : {}) });
}

/** A reading, but for some tables that of another one. */
function withTables(counters: Counters, other: Counters, tables: ReadonlySet<string>): Counters {
  return {
    ...counters,
    tables: [
      ...counters.tables.filter(({ table }) => !tables.has(table)),
      ...other.tables.filter(({ table }) => tables.has(table)),
    ],
  };
}

/** When the hold of a run ends. */
export function holdEnd({ createdAt, detail }: LedgerRun): Date {
  const { since, hours } = detail.hold ?? { since: createdAt, hours: defaultHours };
  return new Date(Date.parse(since) + hours * 3_600_000);
}

/** Throws `hold.running` where the hold is not over yet. */
export async function refuseDuringHold(ledger: Session, run: LedgerRun): Promise<void> {
  const end = holdEnd(run);
  const left = end.getTime() - (await readNow(ledger)).getTime();
  if (left <= 0) return;
  throw new CutoverError(
    'hold.running',
    `run ${run.id} is held until ${minute(end)}, ${hoursText(left)} from now: until then there is a way back`,
    {
      hint: 'Nothing was dropped. Wait for its end, or give --end-hold-early: what was set aside is then dropped for good.',
    },
  );
}

async function readNow(session: Session): Promise<Date> {
  const [row] = await session.query<{ now: Date }>(nowSql);
  return row?.now ?? new Date();
}

/** `2026-11-23 14:05 UTC` */
function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function hoursText(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
