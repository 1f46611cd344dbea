import type { EngineConfig } from '../config.ts';
import { connect, type Session } from '../postgres/session.ts';
import type { End } from './types.ts';

/** Sessions for checks: one at a time each, used again by the next check, closed together at the end. */
export interface SessionPool {
  take(end: End): Promise<Session>;
  /** Takes a session back. Whatever the check left open is rolled back; a broken session is dropped. */
  giveBack(session: Session): Promise<void>;
  /** Ends what the session is doing, on the server too: a lost client alone would let a long query go on. */
  cancel(session: Session): void;
  /** Resolves when nothing of the checks is at work any more on an end that answers. */
  close(): Promise<void>;
}

/** In ms: what an end that has stopped to answer may hold up the report. */
const cancelTimeoutMs = 5_000;

const purpose = 'check';
const applicationName = `cutover ${purpose}`;

/** A pooler may tell a process id that is another session's: only one of our own is cancelled. */
const cancelSql = `
  SELECT pg_catalog.pg_cancel_backend(a.pid)
    FROM pg_catalog.pg_stat_activity a
   WHERE a.pid = $1 AND a.application_name = $2`;

export function createSessionPool(config: EngineConfig): SessionPool {
  const idle: Record<End, Session[]> = { source: [], target: [] };
  const all = new Set<Session>();
  const cancelling = new Set<Promise<void>>();
  let closed = false;

  const urlOf = (end: End): string => (end === 'source' ? config.sourceUrl : config.targetUrl);

  async function open(end: End): Promise<Session> {
    const session = await connect({ end, url: urlOf(end), purpose });
    if (closed) await session.close();
    else all.add(session);
    return session;
  }

  async function cancelBackend(end: End, backendPid: number): Promise<void> {
    try {
      const other = await connect({ end, url: urlOf(end), purpose: 'cancel', connectTimeoutMs: cancelTimeoutMs });
      await other.query(cancelSql, [backendPid, applicationName]);
      await other.close();
    } catch {
      // An end that does not answer cannot be asked to cancel; the check is reported as skipped either way.
    }
  }

  async function drop(session: Session): Promise<void> {
    all.delete(session);
    await session.close();
  }

  return {
    async take(end) {
      for (let session = idle[end].pop(); session; session = idle[end].pop()) {
        if (!session.broken) return session;
        await drop(session);
      }
      return open(end);
    },
    async giveBack(session) {
      if (closed || session.broken) return drop(session);
      try {
        await session.rollBack();
        idle[session.end].push(session);
      } catch {
        // The server has rolled back already: the session did not survive, and a new one replaces it.
        await drop(session);
      }
    },
    cancel(session) {
      session.destroy(new Error('the time for the check is over'));
      all.delete(session);
      const work = cancelBackend(session.end, session.backendPid).finally(() => cancelling.delete(work));
      cancelling.add(work);
    },
    async close() {
      closed = true;
      await Promise.all([...cancelling, ...[...all].map((session) => session.close())]);
      all.clear();
    },
  };
}
