import { quoteLiteral } from '../postgres/identifiers.ts';
import type { Check } from './types.ts';
import { loadedBytes } from './volume.ts';
import { counted, listed, sized } from './words.ts';

/**
 * What becomes of the WAL that a load writes. Other roles' standbys are shown without details to a role that is not in
 * pg_monitor, but they are shown.
 */
const walSql = `
  SELECT pg_catalog.current_setting('wal_level') AS level, pg_catalog.current_setting('archive_mode') AS archive,
         pg_catalog.current_setting('synchronous_standby_names') AS synchronous,
         a.failed_count::int AS failed, COALESCE(a.last_failed_time > COALESCE(a.last_archived_time, '-infinity'), false) AS failing,
         (SELECT COALESCE(pg_catalog.array_agg(COALESCE(r.application_name, '?') ORDER BY r.application_name), '{}')
            FROM pg_catalog.pg_stat_replication r) AS standbys,
         (SELECT COALESCE(pg_catalog.array_agg(s.slot_name::text ORDER BY s.slot_name), '{}')
            FROM pg_catalog.pg_replication_slots s WHERE NOT s.temporary) AS slots,
         (SELECT COALESCE(pg_catalog.array_agg(s.slot_name::text ORDER BY s.slot_name), '{}')
            FROM pg_catalog.pg_replication_slots s WHERE NOT s.temporary AND NOT s.active) AS idle,
         pg_catalog.current_setting('max_slot_wal_keep_size') AS keeps
    FROM pg_catalog.pg_stat_archiver a`;

interface Wal extends Record<string, unknown> {
  readonly level: string;
  readonly archive: string;
  readonly synchronous: string;
  readonly failed: number;
  readonly failing: boolean;
  readonly standbys: readonly string[];
  readonly slots: readonly string[];
  readonly idle: readonly string[];
  readonly keeps: string;
}

/** A load of less than this is no burden to whoever follows. */
const littleBytes = 64 * 1024 * 1024;

export const targetWalCheck: Check = targetWal(littleBytes);

/** For loads from `leastBytes` on. */
export function targetWal(leastBytes: number): Check {
  return {
    id: 'target-wal',
    title: 'Nobody has to follow the load of the target',
    severity: 'warning',
    asks: 'both',
    looksAt:
      'wal_level, archiving, standbys and replication slots of the target, and how much WAL the load writes for them',
    async run(context) {
      // Everything that is written is in the WAL once.
      const bytes = await loadedBytes(context);
      const session = await context.session('target');
      const [wal] = await session.query<Wal>(walSql);
      if (!wal) throw new Error('pg_stat_archiver has no row');
      const found = `wal_level is ${wal.level}; the load writes about ${sized(bytes)} of WAL`;
      const [findings, fixes] = follow(wal);
      if (findings.length === 0) return { verdict: 'pass', detail: `${found}, which nobody follows.`, fix: '' };
      // A broken archive and a slot without a consumer fill the disk, however little is loaded.
      if (bytes < leastBytes && !wal.failing && wal.idle.length === 0) {
        return { verdict: 'pass', detail: `${found}: ${findings.join('; ')}, which is soon done.`, fix: '' };
      }
      return { verdict: 'fail', detail: `${found}: ${findings.join('; ')}.`, fix: fixes.join(' ') };
    },
  };
}

function follow(wal: Wal): readonly [findings: string[], fixes: string[]] {
  const findings: string[] = [];
  const fixes: string[] = [];
  if (wal.archive !== 'off') {
    findings.push(
      wal.failing
        ? `archiving fails (${counted(wal.failed, 'time')}), and the server keeps all of it`
        : 'all of it is archived',
    );
    fixes.push(
      wal.failing
        ? 'Mend archive_command on the target before the run (its log says why it fails).'
        : 'See that the archive has room; or turn archiving off for the run (archive_mode, takes a restart) and take a base backup afterwards.',
    );
  }
  if (wal.standbys.length > 0) {
    const waits =
      wal.synchronous === '' ? 'which will lag' : 'for which every commit waits (synchronous_standby_names)';
    findings.push(
      `${counted(wal.standbys.length, 'standby', 'standbys')} ${wal.standbys.length === 1 ? 'follows' : 'follow'} (${listed(wal.standbys)}), ${waits}`,
    );
    fixes.push(
      wal.synchronous === ''
        ? 'Let readers of the standbys wait until they have caught up: SELECT replay_lag FROM pg_stat_replication; or attach them after the run.'
        : "For the time of the run: ALTER SYSTEM SET synchronous_standby_names = ''; SELECT pg_reload_conf();",
    );
  }
  if (wal.idle.length > 0) {
    const limit = wal.keeps === '-1' ? 'without a limit, until the disk is full' : `up to ${wal.keeps}`;
    findings.push(
      `${counted(wal.idle.length, 'slot')} without a consumer ${wal.idle.length === 1 ? 'keeps' : 'keep'} it (${listed(wal.idle)}), ${limit}`,
    );
    fixes.push(
      `On the target, where nobody needs them: ${wal.idle
        .slice(0, 3)
        .map((name) => `SELECT pg_drop_replication_slot(${quoteLiteral(name)});`)
        .join(' ')}`,
    );
  }
  return [findings, fixes];
}
