import { CutoverError, toCutoverError } from '../errors.ts';
import { holdsLock } from '../advisory-lock.ts';
import { connect, type Session } from '../postgres/session.ts';
import { joinSnapshot, type Snapshot } from './snapshot.ts';

/** Name of the sessions that do a run's work on the target, behind `cutover `: what a resume may end as leftovers. */
export const workerPurpose = 'worker';

const terminateSql = 'SELECT pg_catalog.pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid';

/** Ends backends whose connection we lost, and waits until what they were committing is decided. */
const endLostSql = `
  SELECT pg_catalog.pg_terminate_backend(pid, 10000) FROM pg_catalog.pg_stat_activity
  WHERE pid = ANY ($1::int[]) AND pid <> ALL ($2::int[])
    AND application_name = 'cutover ${workerPurpose}' AND usename = current_user`;

/** How long a stop waits for the target to be told, in ms; then its connections are dropped untold. */
const abortTimeoutMs = 5_000;

/**
 * The sessions of a run's jobs. One is opened when a step needs it and none is idle, so there are never more on either
 * end than jobs; a broken one is dropped, and the next step opens another.
 */
export class SessionPool {
  readonly #urls: { readonly sourceUrl: string; readonly targetUrl: string };
  readonly #snapshot: Snapshot;
  readonly #idle: { source: Session[]; target: Session[] } = { source: [], target: [] };
  readonly #busy = new Set<Session>();
  /** The session that holds the target's lock; undefined for work that needs none. */
  readonly #holder: Session | undefined;
  /** Backends of the target that may still be at work for sessions that broke. */
  readonly #lost = new Set<number>();
  #closed = false;

  constructor(
    urls: { readonly sourceUrl: string; readonly targetUrl: string },
    snapshot: Snapshot,
    holder: Session | undefined,
  ) {
    this.#urls = urls;
    this.#snapshot = snapshot;
    this.#holder = holder;
  }

  /** Runs work on a session of the target. */
  async withTarget<T>(work: (target: Session) => Promise<T>): Promise<T> {
    return await this.#with('target', work);
  }

  /** Runs work on a session of the source, inside the snapshot. */
  async withSource<T>(work: (source: Session) => Promise<T>): Promise<T> {
    return await this.#with('source', work);
  }

  async withBoth<T>(work: (source: Session, target: Session) => Promise<T>): Promise<T> {
    return await this.#with('source', async (source) => await this.#with('target', (target) => work(source, target)));
  }

  /**
   * Ends what is running on both ends, for good: `control` is a session of the target by which the backends are told.
   * What they were doing is rolled back.
   */
  async abort(control: Session): Promise<void> {
    const stopped = new Error('the run was stopped');
    const pids = [...this.#busy].filter((session) => session.end === 'target').map((session) => session.backendPid);
    for (const session of this.#busy) if (session.end === 'source') session.destroy(stopped);
    const told = setTimeout(() => control.destroy(stopped), abortTimeoutMs);
    try {
      await control.query(terminateSql, [pids]);
    } catch {
      // The target itself is gone: then so are its backends.
    }
    clearTimeout(told);
    for (const session of this.#busy) session.destroy(stopped);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const sessions = [...this.#idle.source, ...this.#idle.target, ...this.#busy];
    this.#idle.source = [];
    this.#idle.target = [];
    await Promise.all(sessions.map((session) => session.close()));
  }

  async #with<T>(end: 'source' | 'target', work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.#take(end);
    this.#busy.add(session);
    try {
      return await work(session);
    } catch (error) {
      // A source session whose statement failed sits in an aborted transaction; it has no more to give.
      if (end === 'source') session.destroy(toCutoverError(error));
      throw error;
    } finally {
      this.#busy.delete(session);
      if (end === 'target' && session.broken) this.#lost.add(session.backendPid);
      if (session.broken || this.#closed) await session.close();
      else this.#idle[end].push(session);
    }
  }

  async #take(end: 'source' | 'target'): Promise<Session> {
    const session = this.#takeIdle(end) ?? (await this.#open(end));
    if (end === 'source') return session;
    try {
      await this.#endLost(session);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  #takeIdle(end: 'source' | 'target'): Session | undefined {
    let session = this.#idle[end].pop();
    while (session?.broken) session = this.#idle[end].pop();
    return session;
  }

  async #open(end: 'source' | 'target'): Promise<Session> {
    if (end === 'source') return await joinSnapshot(this.#urls.sourceUrl, this.#snapshot, workerPurpose);
    const session = await connect({ end, url: this.#urls.targetUrl, purpose: workerPurpose });
    try {
      // The ledger row commits with the work, so a lost commit loses both; the run's last commits are synchronous.
      await session.execute('SET synchronous_commit = off');
      if (this.#holder && !(await holdsLock(session, this.#holder.backendPid))) {
        this.#holder.destroy(lockLost());
        throw lockLost();
      }
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** A backend whose connection stalled still has its locks, and may still commit. */
  async #endLost(session: Session): Promise<void> {
    const lost = [...this.#lost];
    if (lost.length === 0) return;
    const alive = [session, ...this.#idle.target, ...this.#busy].map((each) => each.backendPid);
    await session.query(endLostSql, [lost, alive]);
    for (const pid of lost) this.#lost.delete(pid);
  }
}

function lockLost(): CutoverError {
  return new CutoverError('target.lock-lost', 'the session that holds the lock on the target is gone', {
    hint: 'The lock is taken again, and the ledger says what is left to do.',
    transient: true,
  });
}
