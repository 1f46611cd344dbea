import type { Session } from '../postgres/session.ts';
import type { Counters } from './types.ts';
/**
 * The change counters of every table of the project's schemas, and of the large objects as if they were one more;
 * partitions are tables of their own.
 *
 * They are published by the sessions that write, with a delay: up to a second after a commit, up to 10 s where that
 * session then sits idle (15 and later). A write just before the reading may therefore be missing from it: what the
 * counters call unchanged still needs its checksum. [PostgreSQL documentation, The Cumulative Statistics System]
 */
export declare function readCounters(session: Session): Promise<Counters>;
/**
 * Keys of the tables that may have changed between two readings, sorted; dropped and new ones included. Where the
 * readings are of different epochs (a restart, a reset of the statistics, counting switched off) that is every table.
 *
 * Readings that stand for two snapshots must enclose them, or a change falls in between: the earlier one is taken
 * before its snapshot, the later one after its own.
 */
export declare function changedTables(before: Counters, after: Counters): {
    readonly changed: readonly string[];
    readonly reason: 'counters' | 'epoch';
};
