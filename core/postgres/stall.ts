import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { CutoverError, toCutoverError } from '../errors.ts';
import type { Session } from './session.ts';

/**
 * What a backend is doing: `working`, or `waiting` for its client, or `gone`; `silent` where the server itself does not
 * answer; `unknown` where it answers, but not this question.
 */
export type Activity = 'working' | 'waiting' | 'gone' | 'silent' | 'unknown';

const defaultStallTimeoutMs = 300_000;

/**
 * How long nothing may pass over a connection that something is expected from, in ms, before its server is asked what
 * it is doing. CUTOVER_STALL_TIMEOUT sets it, in seconds; 5 minutes where it is left out.
 */
export function stallTimeoutMs(): number {
  const seconds = Number(process.env['CUTOVER_STALL_TIMEOUT']);
  return seconds > 0 ? seconds * 1000 : defaultStallTimeoutMs;
}

/** A statement waits for a lock no longer than for a stalled connection: what holds it is then named by the server. */
export function lockTimeoutSql(): string {
  return `SET lock_timeout = ${stallTimeoutMs()}`;
}

/**
 * Watches connections on which an answer is awaited. Calls `onStall` when no byte has passed on any of them for the
 * stall timeout and none of the backends has work of its own: then an answer will never come. An index may take hours
 * in silence, since its backend is at work. A packet may also be on its way, so the verdict needs a second look.
 *
 * TCP notices a peer that has vanished; this is for one that is there and silent: a proxy, a NAT that lost its entry,
 * a pooler that hangs. Returns what ends the watch.
 */
export function watchForStall(sessions: readonly Session[], onStall: (error: CutoverError) => void): () => void {
  const limit = stallTimeoutMs();
  let ended = false;
  let suspected = false;
  let passed = bytesPassed(sessions);
  let since = performance.now();
  let timer = setTimeout(look, limit);

  function look(): void {
    const now = bytesPassed(sessions);
    if (now !== passed) {
      passed = now;
      since = performance.now();
      suspected = false;
      timer = setTimeout(look, limit);
      return;
    }
    void judge();
  }

  async function judge(): Promise<void> {
    const activities = await Promise.all(sessions.map((session) => session.activity()));
    if (ended) return;
    const alive = activities.some((activity) => activity === 'working' || activity === 'unknown');
    if (alive || bytesPassed(sessions) !== passed) suspected = false;
    else if (suspected) return onStall(stalled(sessions, activities, performance.now() - since));
    else suspected = true;
    timer = setTimeout(look, suspected ? limit / 10 : limit);
  }

  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** Received, and handed to the network: what still waits in our own buffers has not passed. */
function bytesPassed(sessions: readonly Session[]): number {
  return sessions.reduce((sum, { socket }) => sum + socket.bytesRead + socket.bytesWritten - socket.writableLength, 0);
}

function stalled(sessions: readonly Session[], activities: readonly Activity[], silentMs: number): CutoverError {
  const ends = [...new Set(sessions.map((session) => session.end))].join(' and ');
  const why = activities.includes('silent')
    ? 'a server does not answer'
    : activities.includes('gone')
      ? 'the backend is gone'
      : 'the server waits for us as we wait for it';
  const seconds = Math.round(silentMs / 1000);
  return new CutoverError('connection.lost', `${ends}: the connection has stalled for ${seconds} s: ${why}`, {
    hint: 'Look at what lies between this machine and the server: VPN, proxy, firewall, pooler. The step is tried again on a new connection.',
    transient: true,
  });
}

const activitySql = `
  SELECT state, wait_event_type AS waits FROM pg_catalog.pg_stat_activity WHERE pid = $1`;

/** Asks over a connection of its own; `open` makes it, with its own limit in ms for an answer. Never throws. */
export async function activityOf(
  pid: number,
  open: () => Promise<{ readonly client: pg.Client; end(): Promise<void>; readonly timeoutMs: number }>,
): Promise<Activity> {
  try {
    const { client, end, timeoutMs } = await open();
    // An answer that does not come is one as well.
    const timer = setTimeout(() => void end(), timeoutMs);
    try {
      const { rows } = await client.query<{ state: string | null; waits: string | null }>(activitySql, [pid]);
      const [row] = rows;
      if (!row) return 'gone';
      if (row.state === null || row.state === 'disabled') return 'unknown';
      if (row.state.startsWith('idle')) return 'waiting';
      return row.waits === 'Client' ? 'waiting' : 'working';
    } finally {
      clearTimeout(timer);
      await end();
    }
  } catch (error) {
    // A server that refuses us is alive; one that cannot be reached is not.
    return toCutoverError(error).sqlState === undefined ? 'silent' : 'unknown';
  }
}
