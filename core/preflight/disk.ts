import { readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunOptions } from '../config.ts';
import type { Inventory } from '../inventory/types.ts';
import { leftOutTables } from '../plan/data-steps.ts';
import { quoteLiteral } from '../postgres/identifiers.ts';
import type { Session } from '../postgres/session.ts';
import type { Check } from './types.ts';
import { sized } from './words.ts';

/** Room for WAL, sorts and what was there before, beside the data itself. */
const roomFactor = 1.5;

/** Bytes that the target needs for everything that is moved, large objects included: they come with every choice of schemas. */
export function diskNeed(source: Inventory, options: RunOptions): number {
  const leftOut = leftOutTables(source, options);
  const kept = source.tables.filter(({ key }) => !leftOut.has(key));
  const tables = kept.reduce((sum, { bytes, indexBytes }) => sum + bytes + indexBytes, 0);
  return Math.ceil((tables + (source.largeObjectBytes ?? 0)) * roomFactor);
}

/** Where new tables of the database go: its tablespace, or the data directory, which others than superusers do not see. */
const placeSql = `
  SELECT COALESCE(NULLIF(pg_catalog.pg_tablespace_location(d.dattablespace), ''),
                  (SELECT s.setting FROM pg_catalog.pg_settings s WHERE s.name = 'data_directory')) AS path,
         (SELECT s.setting FROM pg_catalog.pg_settings s WHERE s.name = 'data_directory') AS data,
         EXTRACT(epoch FROM pg_catalog.pg_postmaster_start_time())::float8 AS started,
         pg_catalog.pg_has_role('pg_execute_server_program', 'USAGE') AS programs
    FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()`;

export const diskCheck: Check = {
  id: 'disk',
  title: 'Target has room on its disk',
  severity: 'warning',
  asks: 'both',
  looksAt:
    "the size of what is moved × 1.5 against what is free where the target's data goes: by the server's df, this machine's, or the profile's word",
  async run(context) {
    const need = diskNeed(await context.inventory('source'), context.config.options);
    const found = `${sized(need)} are needed: data, indexes and large objects of the source × ${roomFactor}`;
    const free = await freeSpace(await context.session('target'), context.config.profile.targetFreeBytes);
    if (free === undefined) {
      return {
        verdict: 'skip',
        detail: `${found}. How much is free on the target is told to superusers alone.`,
        fix: 'Look at the free space of the target\'s data volume (df -h, or the provider\'s page), and write it into the profile: "targetFreeBytes": 200000000000.',
      };
    }
    const seen = `${found}; ${sized(free.bytes)} are free on the target${free.how}`;
    if (free.bytes < need) {
      return {
        verdict: 'fail',
        detail: `${seen}.`,
        fix: "Make the target's data volume larger, or leave tables out with --exclude-table or --skip-large.",
      };
    }
    return { verdict: 'pass', detail: `${seen}.`, fix: '' };
  },
};

interface Free {
  readonly bytes: number;
  /** Who says so, where it is not the server's own machine. */
  readonly how: string;
}

/** Asks the server's system where the role may, this machine where the server runs on it, and the profile else. */
async function freeSpace(session: Session, word: number | undefined): Promise<Free | undefined> {
  const [place] = await session.query<{ path: string | null; data: string | null; started: number; programs: boolean }>(
    placeSql,
  );
  const asked = place?.path && place.programs ? await askServer(session, place.path) : undefined;
  const bytes =
    asked ?? (place?.data && place.path ? await lookHere(place.data, place.path, place.started) : undefined);
  if (bytes !== undefined) return { bytes, how: '' };
  return word === undefined ? undefined : { bytes: word, how: ', by the word of the profile' };
}

/** `df` on the server's machine, read through a table that is gone with the transaction; undefined where it cannot run. */
async function askServer(session: Session, path: string): Promise<number | undefined> {
  const quoted = `'${path.replaceAll("'", String.raw`'\''`)}'`;
  await session.execute('BEGIN');
  try {
    await session.execute('CREATE TEMPORARY TABLE cutover_df (line text) ON COMMIT DROP');
    await session.execute(
      `COPY pg_temp.cutover_df FROM PROGRAM ${quoteLiteral(`df -Pk ${quoted}`)} WITH (DELIMITER E'\x01')`,
    );
    const lines = await session.query<{ line: string }>('SELECT line FROM pg_temp.cutover_df');
    // Filesystem, blocks of 1024 bytes, used, available. [POSIX, df -P]
    const kilobytes = Number(lines.at(-1)?.line.trim().split(/\s+/)[3]);
    return Number.isFinite(kilobytes) ? kilobytes * 1024 : undefined;
  } catch (error) {
    if (session.broken) throw error;
    return undefined;
  } finally {
    if (!session.broken) await session.execute('ROLLBACK');
  }
}

/**
 * Where the server runs on this very machine: its postmaster.pid is there and names the start of this server. Undefined
 * in every other case; a path that only looks the same proves nothing.
 */
async function lookHere(data: string, path: string, serverStarted: number): Promise<number | undefined> {
  try {
    const [, , started] = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    if (Math.abs(Number(started) - serverStarted) > 2) return undefined;
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch {
    // Another machine, or a folder that this user may not read: the space is not known.
    return undefined;
  }
}
