import { CutoverError, toCutoverError } from '../errors.ts';
import { proveDifferent } from '../inventory/identity.ts';
import { connect, type Session } from '../postgres/session.ts';
import { confirmTarget, lockTarget } from '../run/target-lock.ts';
import type { Tell } from './events.ts';

/** Everything that the commands on migrations share. Holds secrets: memory only. */
export interface MigrationsContext {
  /** The migration folder, absolute. */
  readonly root: string;
  /** Empty where it is not known. */
  readonly sourceUrl: string;
  readonly targetUrl: string;
  /** Backups of affected tables go below it. */
  readonly stateDir: string;
  readonly toolVersion: string;
  readonly tell: Tell;
  readonly signal?: AbortSignal;
}

const purpose = 'migrations';
/** A source that was switched off after the move must not hold a migration up for long. */
const sourceTimeoutMs = 5_000;

/** A session that only looks. Throws CutoverError. */
export async function lookAtTarget(context: MigrationsContext): Promise<Session> {
  return await connect({ end: 'target', url: context.targetUrl, purpose });
}

/**
 * A session that has the target's lock, after the target was named and proved not to be the source. Throws
 * `ledger.busy`, `confirm.mismatch`, `same-database`, `connection.*`.
 */
export async function takeTarget(context: MigrationsContext, confirm: string): Promise<Session> {
  const session = await lockTarget(context.targetUrl);
  try {
    await confirmTarget(session, confirm);
    await refuseSource(context, session);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Migrations write to the target alone. A source that cannot be reached is said to be unasked. */
async function refuseSource({ sourceUrl, tell }: MigrationsContext, target: Session): Promise<void> {
  if (sourceUrl === '') return;
  let source: Session;
  try {
    source = await connect({ end: 'source', url: sourceUrl, purpose, connectTimeoutMs: sourceTimeoutMs });
  } catch (error) {
    const message = `that the target is not the source could not be proved: ${toCutoverError(error).message}`;
    tell({ type: 'migrations.notice', name: '', message });
    return;
  }
  try {
    const { verdict, detail } = await proveDifferent(source, target);
    if (verdict !== 'same') return;
    throw new CutoverError('same-database', `target and source are one database: ${detail}`, {
      hint: 'Nothing was changed. Name the database that the migration is meant for as --target.',
    });
  } finally {
    await source.close();
  }
}

/** Cancels what a session is at when the signal fires. Gives what ends that. */
export function cancelOnSignal(context: MigrationsContext, session: Session): () => void {
  const { signal } = context;
  if (signal === undefined) return () => undefined;
  const cancel = (): void => {
    // Without an answer the statement goes on to its end, and the stop is noticed there.
    void cancelBackend(context.targetUrl, session.backendPid).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}

async function cancelBackend(url: string, pid: number): Promise<void> {
  const other = await connect({ end: 'target', url, purpose: 'cancel' });
  try {
    await other.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid]);
  } finally {
    await other.close();
  }
}
