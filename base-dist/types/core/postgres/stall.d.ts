import type pg from 'pg';
import { CutoverError } from '../errors.ts';
import type { Session } from './session.ts';
/**
 * What a backend is doing: `working`, or `waiting` for its client, or `gone`; `silent` where the server itself does not
 * answer; `unknown` where it answers, but not this question.
 */
export type Activity = 'working' | 'waiting' | 'gone' | 'silent' | 'unknown';
/**
 * How long nothing may pass over a connection that something is expected from, in ms, before its server is asked what
 * it is doing. CUTOVER_STALL_TIMEOUT sets it, in seconds; 5 minutes where it is left out.
 */
export declare function stallTimeoutMs(): number;
/** A statement waits for a lock no longer than for a stalled connection: what holds it is then named by the server. */
export declare function lockTimeoutSql(): string;
/**
 * Watches connections on which an answer is awaited. Calls `onStall` when no byte has passed on any of them for the
 * stall timeout and none of the backends has work of its own: then an answer will never come. An index may take hours
 * in silence, since its backend is at work. A packet may also be on its way, so the verdict needs a second look.
 *
 * TCP notices a peer that has vanished; this is for one that is there and silent: a proxy, a NAT that lost its entry,
 * a pooler that hangs. Returns what ends the watch.
 */
export declare function watchForStall(sessions: readonly Session[], onStall: (error: CutoverError) => void): () => void;
/** Asks over a connection of its own; `open` makes it, with its own limit in ms for an answer. Never throws. */
export declare function activityOf(pid: number, open: () => Promise<{
    readonly client: pg.Client;
    end(): Promise<void>;
    readonly timeoutMs: number;
}>): Promise<Activity>;
