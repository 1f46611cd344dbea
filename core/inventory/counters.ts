import { displayName } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import { projectSchemaCondition } from './catalog.ts';
import { largeObjectsKey } from './large-objects.ts';
import type { ChangeCounter, Counters } from './types.ts';

/** Within a transaction the server would answer from what it cached at the first look. */
const clearSnapshotSql = 'SELECT pg_catalog.pg_stat_clear_snapshot()';

/**
 * When the counters began: with the server's start, with a reset of the database's statistics, or with a crash of one of
 * its processes, which the postmaster outlives and the statistics do not. [pgstat_reset_after_failure, pgstat.c]
 */
const epochSql = `
  SELECT pg_catalog.current_setting('track_counts') AS track_counts,
    extract(epoch FROM pg_catalog.pg_postmaster_start_time())::text AS started,
    extract(epoch FROM (
      SELECT s.stats_reset FROM pg_catalog.pg_stat_database s WHERE s.datname = pg_catalog.current_database()
    ))::text AS reset,
    extract(epoch FROM pg_catalog.pg_stat_get_bgwriter_stat_reset_time())::text AS crash`;

/** The functions under pg_stat_user_tables: the view also sums up every table's indexes, which takes its time. */
const countersSql = `
  SELECT n.nspname AS schema, c.relname AS name,
    pg_catalog.pg_stat_get_tuples_inserted(c.oid) AS inserted,
    pg_catalog.pg_stat_get_tuples_updated(c.oid) AS updated,
    pg_catalog.pg_stat_get_tuples_deleted(c.oid) AS deleted,
    pg_catalog.pg_relation_filenode(c.oid) AS file_node
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND ${projectSchemaCondition}
  ORDER BY n.nspname, c.relname`;

/** Contents and rights of large objects are rows of two catalogs, which are counted like any table. */
const largeObjectsSql = `
  SELECT pg_catalog.string_agg(pg_catalog.pg_stat_get_tuples_inserted(c.oid)::text, '+' ORDER BY c.relname) AS inserted,
    pg_catalog.string_agg(pg_catalog.pg_stat_get_tuples_updated(c.oid)::text, '+' ORDER BY c.relname) AS updated,
    pg_catalog.string_agg(pg_catalog.pg_stat_get_tuples_deleted(c.oid)::text, '+' ORDER BY c.relname) AS deleted,
    pg_catalog.string_agg(pg_catalog.pg_relation_filenode(c.oid)::text, '+' ORDER BY c.relname) AS file_node
  FROM pg_catalog.pg_class c
  WHERE c.oid IN ('pg_catalog.pg_largeobject'::pg_catalog.regclass,
    'pg_catalog.pg_largeobject_metadata'::pg_catalog.regclass)`;

interface EpochRow {
  readonly track_counts: string;
  readonly started: string;
  readonly reset: string | null;
  readonly crash: string | null;
}

interface CounterRow {
  readonly schema: string;
  readonly name: string;
  readonly inserted: string;
  readonly updated: string;
  readonly deleted: string;
  readonly file_node: string | number | null;
}

/**
 * The change counters of every table of the project's schemas, and of the large objects as if they were one more;
 * partitions are tables of their own.
 *
 * They are published by the sessions that write, with a delay: up to a second after a commit, up to 10 s where that
 * session then sits idle (15 and later). A write just before the reading may therefore be missing from it: what the
 * counters call unchanged still needs its checksum. [PostgreSQL documentation, The Cumulative Statistics System]
 */
export async function readCounters(session: Session): Promise<Counters> {
  const [, epochs, tables, larges] = await session.queryAll<
    [unknown[], EpochRow[], CounterRow[], Omit<CounterRow, 'schema' | 'name'>[]]
  >([clearSnapshotSql, epochSql, countersSql, largeObjectsSql]);
  const [epoch] = epochs;
  const [large] = larges;
  return {
    epoch:
      epoch?.track_counts === 'on' ? `${epoch.started}/${epoch.reset ?? 'never'}/${epoch.crash ?? 'never'}` : undefined,
    tables: [
      ...tables.map((row) => ({
        table: displayName(row.schema, row.name),
        inserted: row.inserted,
        updated: row.updated,
        deleted: row.deleted,
        fileNode: String(row.file_node ?? 0),
      })),
      ...(large === undefined
        ? []
        : [
            {
              table: largeObjectsKey,
              inserted: large.inserted,
              updated: large.updated,
              deleted: large.deleted,
              fileNode: String(large.file_node),
            },
          ]),
    ],
  };
}

/**
 * Keys of the tables that may have changed between two readings, sorted; dropped and new ones included. Where the
 * readings are of different epochs (a restart, a reset of the statistics, counting switched off) that is every table.
 *
 * Readings that stand for two snapshots must enclose them, or a change falls in between: the earlier one is taken
 * before its snapshot, the later one after its own.
 */
export function changedTables(
  before: Counters,
  after: Counters,
): { readonly changed: readonly string[]; readonly reason: 'counters' | 'epoch' } {
  const earlier = new Map(before.tables.map((counter) => [counter.table, counter]));
  const later = new Map(after.tables.map((counter) => [counter.table, counter]));
  const all = [...new Set([...earlier.keys(), ...later.keys()])].sort();
  if (before.epoch === undefined || before.epoch !== after.epoch) return { changed: all, reason: 'epoch' };
  return { changed: all.filter((table) => !isEqual(earlier.get(table), later.get(table))), reason: 'counters' };
}

function isEqual(before: ChangeCounter | undefined, after: ChangeCounter | undefined): boolean {
  return (
    before !== undefined &&
    after !== undefined &&
    before.inserted === after.inserted &&
    before.updated === after.updated &&
    before.deleted === after.deleted &&
    before.fileNode === after.fileNode
  );
}
