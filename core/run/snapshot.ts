import { CutoverError } from '../errors.ts';
import { readCounters } from '../inventory/counters.ts';
import type { Counters } from '../inventory/types.ts';
import { connect, type Session } from '../postgres/session.ts';

/** One exported snapshot and the session that keeps it alive; every reader of a run sees the source through it. */
export interface Snapshot {
  readonly id: string;
  /** The exporting session, inside its transaction: what it reads belongs to the snapshot too. */
  readonly session: Session;
  /** Change counters read before the snapshot was taken: what they count is in it. */
  readonly counters: Counters;
  close(): Promise<void>;
}

const beginSql = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
const exportSql = 'SELECT pg_catalog.pg_export_snapshot() AS id';

/** Takes a snapshot of the source. Throws `connection.*`, or what the server says where it cannot export one. */
export async function takeSnapshot(sourceUrl: string): Promise<Snapshot> {
  const session = await connect({ end: 'source', url: sourceUrl, purpose: 'snapshot' });
  try {
    // Before the snapshot, never after: a change that is counted must be one that the snapshot shows.
    const counters = await readCounters(session);
    const [, [row] = []] = await session.queryAll<{ id: string }[][]>([beginSql, exportSql]);
    if (!row) throw new CutoverError('internal', 'the source exported no snapshot', { hint: 'Please report this.' });
    return { id: row.id, session, counters, close: () => session.close() };
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Opens a source session inside the snapshot. Throws `source.snapshot-lost` where its exporter is gone. */
export async function joinSnapshot(sourceUrl: string, snapshot: Snapshot, purpose: string): Promise<Session> {
  // Without its exporter a snapshot cannot be joined: no use to wait for a server that is away.
  if (snapshot.session.broken) throw snapshotLost();
  const session = await connect({ end: 'source', url: sourceUrl, purpose });
  try {
    await session.execute(`${beginSql};\nSET TRANSACTION SNAPSHOT '${snapshot.id}'`);
    return session;
  } catch (error) {
    await session.close();
    // 22023 invalid_parameter_value and 42704 undefined_object: the server knows no snapshot of this name any more.
    if (error instanceof CutoverError && (error.sqlState === '22023' || error.sqlState === '42704')) {
      throw snapshotLost(error);
    }
    throw error;
  }
}

function snapshotLost(cause?: unknown): CutoverError {
  return new CutoverError('source.snapshot-lost', 'the session that holds the snapshot of the source is gone', {
    hint: 'A new snapshot is taken; tables that changed since are copied again.',
    ...(cause === undefined ? {} : { cause }),
  });
}
