import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backupTables, type WantedTable } from '../backup/tables.ts';
import { runFolder } from '../journal.ts';
import type { BackupAction } from '../plan/types.ts';
import { quoteQualified } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { type CallOptions, runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';

/**
 * Writes the rows that the run is about to clear on the target into `backup/` of the run's folder. Tables without rows
 * are left out; where none has any there is no backup. One that an earlier attempt has left is made anew: until this step
 * is done nothing has been cleared.
 */
export async function runBackup(
  context: StepContext,
  steps: readonly StepOf<BackupAction>[],
  { signal, progress }: CallOptions,
): Promise<StepOutcome[]> {
  const { config, pool, storage } = context;
  const folder = join(runFolder(config.stateDir, storage.runId), 'backup');
  const totals = { rows: 0, bytes: 0 };
  for (const { action } of steps) {
    await pool.withTarget(async (target) => {
      const tables = await withRows(target, action.tables);
      if (tables.length === 0) return;
      await rm(folder, { recursive: true, force: true });
      await rm(`${folder}.unfinished`, { recursive: true, force: true });
      const metadata = await backupTables(target, tables, folder, {
        toolVersion: config.toolVersion,
        signal,
        onTable: ({ state, rows, bytes }) => {
          progress(totals.rows + rows, totals.bytes + bytes);
          if (state !== 'done') return;
          totals.rows += rows;
          totals.bytes += bytes;
        },
      });
      const message = `the target's ${totals.rows} rows that are in the way, of ${metadata.tables.length} tables, are backed up in ${folder}`;
      context.emit({ type: 'log', level: 'info', message });
    });
  }
  const [outcome] = await runScript(context, steps, []);
  return outcome === undefined ? [] : [{ ...outcome, ...totals }];
}

async function withRows(target: Session, tables: readonly WantedTable[]): Promise<WantedTable[]> {
  const found: WantedTable[] = [];
  for (const table of tables) {
    const where = table.where === undefined ? '' : ` WHERE (${table.where})`;
    const [row] = await target.query<{ filled: boolean }>(
      `SELECT EXISTS (SELECT FROM ONLY ${quoteQualified(table.schema, table.name)} AS t${where}) AS filled`,
    );
    if (row?.filled === true) found.push(table);
  }
  return found;
}
