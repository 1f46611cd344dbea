import { onTestFinished } from 'vitest';
import { connect, type Session } from '../../../core/postgres/session.ts';

/** A session as the engine opens it, closed when the test is over. */
export async function openSession(end: 'source' | 'target', url: string): Promise<Session> {
  const session = await connect({ end, url, purpose: 'test' });
  onTestFinished(() => session.close());
  return session;
}

/** A source session inside the transaction that the engine reads everything in. */
export async function openSnapshot(url: string): Promise<Session> {
  const session = await openSession('source', url);
  await session.execute('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  return session;
}
