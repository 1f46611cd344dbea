import type { Session } from '../postgres/session.ts';

/** What a target has for building indexes. */
export interface Capacity {
  /** Cores of the server; undefined where it does not say. */
  readonly cores: number | undefined;
  /** Parallel workers that one build may have by the server's own settings. */
  readonly maintenanceWorkers: number;
  /** Parallel workers that the whole server may have. */
  readonly parallelWorkers: number;
  /** Memory in megabytes that the server gives to one build by its own settings. */
  readonly maintenanceMb: number;
  /** What a session may write to temporary files, in megabytes; undefined where there is no limit. */
  readonly temporaryMb: number | undefined;
  /** Memory in megabytes that the server believes to be there for caching: its own, and the system's. */
  readonly cacheMb: number;
}

const capacitySql = `
  SELECT pg_catalog.current_setting('max_parallel_maintenance_workers')::int AS "maintenanceWorkers",
         LEAST(pg_catalog.current_setting('max_parallel_workers')::int,
               pg_catalog.current_setting('max_worker_processes')::int) AS "parallelWorkers",
         pg_catalog.pg_size_bytes(pg_catalog.current_setting('maintenance_work_mem'))::float8 AS maintenance,
         pg_catalog.pg_size_bytes(pg_catalog.current_setting('effective_cache_size'))::float8 AS cache,
         (SELECT NULLIF(s.setting, '-1')::float8 / 1024 FROM pg_catalog.pg_settings s WHERE s.name = 'temp_file_limit')
           AS temporary,
         pg_catalog.pg_has_role(current_user, 'pg_read_server_files', 'USAGE') AND pg_catalog.has_function_privilege(
           'pg_catalog.pg_read_file(pg_catalog.text, pg_catalog.int8, pg_catalog.int8, pg_catalog.bool)', 'EXECUTE')
           AS "readsFiles"`;

/**
 * Linux tells its cores, and a container its share of them, in files; elsewhere they are missing, and null. A statement
 * of its own: the right to the function is asked for even where it is not called.
 * [kernel documentation, cputopology and cgroup-v2 cpu.max]
 */
const coresSql = `
  SELECT pg_catalog.pg_read_file('/sys/devices/system/cpu/online', 0, 1000, true) AS online,
         pg_catalog.pg_read_file('/sys/fs/cgroup/cpu.max', 0, 1000, true) AS quota`;

/** Reads what a target has; its cores only where the role may read a server's files. Throws CutoverError. */
export async function readCapacity(session: Session): Promise<Capacity> {
  const [row] = await session.query<{
    maintenanceWorkers: number;
    parallelWorkers: number;
    maintenance: number;
    cache: number;
    temporary: number | null;
    readsFiles: boolean;
  }>(capacitySql);
  const megabytes = (bytes: number | undefined): number => Math.floor((bytes ?? 0) / 1024 ** 2);
  return {
    cores: row?.readsFiles ? await readCores(session) : undefined,
    maintenanceWorkers: row?.maintenanceWorkers ?? 0,
    parallelWorkers: row?.parallelWorkers ?? 0,
    maintenanceMb: megabytes(row?.maintenance),
    cacheMb: megabytes(row?.cache),
    temporaryMb: row?.temporary ?? undefined,
  };
}

async function readCores(session: Session): Promise<number | undefined> {
  try {
    const [row] = await session.query<{ online: string | null; quota: string | null }>(coresSql);
    return coresOf(row?.online ?? '', row?.quota ?? '');
  } catch (error) {
    // A file that the server's own account may not read: then nobody knows.
    if (session.broken) throw error;
    return undefined;
  }
}

/** `0-3,6` and `150000 100000`: five cores, of which a container may use one and a half, which is two. */
export function coresOf(online: string, quota: string): number | undefined {
  const ranges = [...online.trim().matchAll(/(\d+)(?:-(\d+))?/g)];
  const cores = ranges.reduce((sum, [, first, last]) => sum + Number(last ?? first) - Number(first) + 1, 0);
  const [, share, period] = /^(\d+) (\d+)/.exec(quota) ?? [];
  const allowed = share === undefined ? cores : Math.ceil(Number(share) / Number(period));
  return cores === 0 ? undefined : Math.max(1, Math.min(cores, allowed));
}
