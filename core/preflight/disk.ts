import { readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunOptions } from '../config.ts';
import type { Inventory } from '../inventory/types.ts';
import { leftOutTables } from '../plan/data-steps.ts';
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

/** data_directory is for superusers and pg_read_all_settings; others get null. */
const dataDirectory = `
  SELECT (SELECT s.setting FROM pg_catalog.pg_settings s WHERE s.name = 'data_directory') AS path,
         EXTRACT(epoch FROM pg_catalog.pg_postmaster_start_time())::float8 AS started`;

export const diskCheck: Check = {
  id: 'disk',
  title: 'Target has room on its disk',
  severity: 'warning',
  asks: 'both',
  looksAt: "the size of what is moved × 1.5 against what is free where the target's data is",
  async run(context) {
    const need = diskNeed(await context.inventory('source'), context.config.options);
    const found = `${sized(need)} are needed: data, indexes and large objects of the source × ${roomFactor}`;
    const free = await freeBytes(await context.session('target'));
    if (free === undefined) {
      return {
        verdict: 'skip',
        detail: `${found}. How much is free on the target cannot be seen through SQL.`,
        fix: "Look at the free space on the target's data volume yourself (df -h), and compare.",
      };
    }
    if (free < need) {
      return {
        verdict: 'fail',
        detail: `${found}; ${sized(free)} are free on the target.`,
        fix: "Make the target's data volume larger, or leave tables out with --exclude-table or --skip-large.",
      };
    }
    return { verdict: 'pass', detail: `${found}; ${sized(free)} are free on the target.`, fix: '' };
  },
};

/**
 * Free bytes on the target's data volume, where the server runs on this very machine: its postmaster.pid is there and
 * names the start of this server. Undefined in every other case; a path that only looks the same proves nothing.
 */
async function freeBytes(session: Session): Promise<number | undefined> {
  const [row] = await session.query<{ path: string | null; started: number }>(dataDirectory);
  if (!row?.path) return undefined;
  try {
    const [, , started] = (await readFile(join(row.path, 'postmaster.pid'), 'utf8')).split('\n');
    if (Math.abs(Number(started) - row.started) > 2) return undefined;
    const { bavail, bsize } = await statfs(row.path);
    return bavail * bsize;
  } catch {
    // Another machine, or a folder that this user may not read: the space is not known.
    return undefined;
  }
}
