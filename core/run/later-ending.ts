import type { LedgerRun, RunDetail } from '../ledger.ts';

/**
 * What can be done where tables did not follow to the end, for the verdict. They are no run of their own: keys have been
 * validated against them and views refreshed from them, so that the ledger has no way back for them alone. Empty for a
 * run that no tables were following into. Pure.
 */
export function waysOn(runId: string, { later }: Pick<RunDetail, 'later'>): string {
  if (later === undefined) return '';
  return `; what was verified before stands: cutover resume ${runId} goes on with ${tablesOf(later.tables)} alone, cutover rollback ${runId} takes the whole run back, not these tables alone`;
}

/** The same as a hint, for a run that is not held yet. Pure. */
export function unfinishedHint({ id, detail }: Pick<LedgerRun, 'id' | 'detail'>): string {
  const { later } = detail;
  if (later === undefined) return `Resume it (cutover resume ${id}) or roll it back (cutover rollback ${id}).`;
  const tables = tablesOf(later.tables);
  return `Only ${tables} did not follow to the end. Mend what the run's verdict names and resume it (cutover resume ${id}): it goes on with ${later.tables.length === 1 ? 'this table' : 'these tables'} alone. A rollback (cutover rollback ${id}) takes back the whole run, what was verified before as well.`;
}

/** The first few of the tables that follow. Pure. */
export function tablesOf(tables: readonly string[]): string {
  const shown = tables.slice(0, 3).join(', ');
  return tables.length > 3 ? `${shown} and ${tables.length - 3} more` : shown;
}
