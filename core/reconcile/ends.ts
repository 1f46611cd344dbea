import { CutoverError } from '../errors.ts';
import { connect, type Session } from '../postgres/session.ts';
import { joinSnapshot, type Snapshot } from '../run/snapshot.ts';
import { pinSettings } from '../verify/checksum.ts';

/** A session on each end, under settings that both write values in, each in a read-only snapshot. */
export interface Pair {
  readonly source: Session;
  readonly target: Session;
}

/** The target at one moment: every session that joins sees the same rows, so that references between tables hold. */
export interface TargetSnapshot {
  readonly id: string;
  readonly session: Session;
  /** ISO time. */
  readonly takenAt: string;
}

const beginSql = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
const exportSql = 'SELECT pg_catalog.pg_export_snapshot() AS id, pg_catalog.clock_timestamp() AS now';

/** Throws CutoverError. */
export async function takeTargetSnapshot(targetUrl: string): Promise<TargetSnapshot> {
  const session = await connect({ end: 'target', url: targetUrl, purpose: 'reconcile' });
  try {
    const [, [row] = []] = await session.queryAll<{ id: string; now: Date }[][]>([beginSql, exportSql]);
    if (!row) throw new CutoverError('internal', 'the target exported no snapshot', { hint: 'Please report this.' });
    return { id: row.id, session, takenAt: row.now.toISOString() };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Throws CutoverError. */
export async function openPair(
  urls: { readonly sourceUrl: string; readonly targetUrl: string },
  snapshots: { readonly source: Snapshot; readonly target: TargetSnapshot },
): Promise<Pair> {
  const source = await joinSnapshot(urls.sourceUrl, snapshots.source, 'reconcile');
  try {
    const target = await connect({ end: 'target', url: urls.targetUrl, purpose: 'reconcile' });
    try {
      await target.execute(`${beginSql};\nSET TRANSACTION SNAPSHOT '${snapshots.target.id}'`);
      await pinSettings(source);
      await pinSettings(target);
      return { source, target };
    } catch (error) {
      await target.close();
      throw error;
    }
  } catch (error) {
    await source.close();
    throw error;
  }
}
