import type { Check } from '../preflight/types.ts';
/**
 * Writes are frozen where nothing changes while somebody looks: the tables' change counters stand still, and no session
 * has a transaction that writes. A server publishes counters of an idle session after up to 10 s.
 * [PGSTAT_IDLE_INTERVAL, pgstat.c]
 */
export declare const writesFrozenCheck: Check;
