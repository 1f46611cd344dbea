import type { Session } from '../postgres/session.ts';

/** Poolers and NATs drop what is silent for a few minutes; this is below what any of them is set to. */
const intervalMs = 30_000;

/**
 * Sends a word now and then over sessions that only have to be there: the one that holds the lock, the one that holds
 * the snapshot. A session that is lost shows by its socket; nothing is to be done here. Returns what ends it.
 */
export function keepAwake(sessions: readonly Session[]): () => void {
  const timer = setInterval(() => {
    for (const session of sessions) {
      if (session.broken) continue;
      session.execute('SELECT 1').catch((error: Error) => session.destroy(error));
    }
  }, intervalMs);
  return () => clearInterval(timer);
}
