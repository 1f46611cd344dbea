import type { Session } from '../postgres/session.ts';
import type { Check } from './types.ts';
import { loadedBytes } from './volume.ts';
import { counted, sized } from './words.ts';

/** Sizes in bytes, times in s. `mends` is whether the role may change a setting of the server (15+ knows grants of it). */
const settingsSql = `
  SELECT pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_wal_size'))::float8 AS "maxWalBytes",
         pg_catalog.current_setting('checkpoint_completion_target')::float8 AS "completionTarget",
         (SELECT s.setting::float8 FROM pg_catalog.pg_settings s WHERE s.name = 'checkpoint_timeout') AS "checkpointSeconds",
         pg_catalog.current_setting('autovacuum')::bool AS autovacuum,
         (SELECT s.setting::float8 FROM pg_catalog.pg_settings s WHERE s.name = 'autovacuum_naptime') AS "naptimeSeconds",
         pg_catalog.current_setting('max_parallel_maintenance_workers')::int AS "indexWorkers",
         r.rolsuper AS mends
    FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER`;

interface Settings {
  readonly maxWalBytes: number;
  readonly completionTarget: number;
  readonly checkpointSeconds: number;
  readonly autovacuum: boolean;
  readonly naptimeSeconds: number;
  readonly indexWorkers: number;
}

interface Advice {
  readonly name: string;
  /** What it is, and what it costs a load of this size. */
  readonly cost: string;
  readonly value: string;
  readonly gain: string;
}

const gibibyte = 1024 ** 3;

/** Bytes a second that a load writes on ordinary disks: only to tell whether it is one of seconds or of hours. */
const ordinaryRate = 50 * 1024 * 1024;

/** WAL may take this much of the disk while it is not yet checkpointed. */
const mostWalBytes = 32 * gibibyte;

/** Measured with two cores idle: an index of 100 MB. [docs/decisions/0018] */
const workerGain = 'about half the time for each large index, where cores are idle';

/** Pure: the settings that cost a load of `bytes` time, with what to set and what that gains. */
export function adviseSettings(settings: Settings, bytes: number): readonly Advice[] {
  const { maxWalBytes, completionTarget, checkpointSeconds, autovacuum, naptimeSeconds, indexWorkers } = settings;
  const seconds = bytes / ordinaryRate;
  const advice: Advice[] = [];
  // A checkpoint is begun after max_wal_size / (1 + checkpoint_completion_target). [PostgreSQL source, access/transam/xlog.c]
  const perCheckpoint = (size: number): number => size / (1 + completionTarget);
  const forced = Math.floor(bytes / perCheckpoint(maxWalBytes));
  if (forced >= 2) {
    const wanted = Math.min(Math.ceil((bytes * (1 + completionTarget)) / gibibyte) * gibibyte, mostWalBytes);
    const left = Math.floor(bytes / perCheckpoint(wanted));
    if (left < forced) {
      advice.push({
        name: 'max_wal_size',
        cost: `max_wal_size is ${sized(maxWalBytes)}: the load forces about ${counted(forced, 'checkpoint')}`,
        value: `'${Math.round(wanted / gibibyte)}GB'`,
        gain: `${forced - left} fewer, each of which writes all that has changed to disk (the WAL may take ${sized(wanted)} for that time)`,
      });
    }
  }
  const timed = Math.floor(seconds / checkpointSeconds);
  if (timed >= 1 && checkpointSeconds < 1800) {
    advice.push({
      name: 'checkpoint_timeout',
      cost: `checkpoint_timeout is ${Math.round(checkpointSeconds / 60)} min: about ${counted(timed, 'more checkpoint')} by time`,
      value: `'1h'`,
      gain: 'none by time within an hour',
    });
  }
  if (autovacuum && seconds > naptimeSeconds) {
    advice.push({
      name: 'autovacuum_naptime',
      cost: `autovacuum looks every ${Math.round(naptimeSeconds)} s for tables that the load has filled, and reads and writes beside it`,
      value: `'1h'`,
      gain: 'its reading and writing comes after the run; the run makes statistics itself',
    });
  }
  if (indexWorkers === 0 && bytes > gibibyte) {
    advice.push({
      name: 'max_parallel_maintenance_workers',
      cost: 'max_parallel_maintenance_workers is 0: every index is built by one core',
      value: '2',
      gain: workerGain,
    });
  }
  return advice;
}

export const loadSettingsCheck: Check = {
  id: 'load-settings',
  title: 'Settings of the target do not slow the load',
  severity: 'warning',
  asks: 'both',
  looksAt: 'max_wal_size, checkpoint_timeout, autovacuum and workers of the target against the size of the load',
  async run(context) {
    const bytes = await loadedBytes(context);
    const { settings, mends } = await read(await context.session('target'));
    const ours = 'The run sets synchronous_commit and the memory of index builds for itself.';
    const advice = adviseSettings(settings, bytes);
    if (advice.length === 0) {
      return { verdict: 'pass', detail: `They do not, for ${sized(bytes)}. ${ours}`, fix: '' };
    }
    const set = advice.map(({ name, value }) => `ALTER SYSTEM SET ${name} = ${value};`);
    const reset = advice.map(({ name }) => `ALTER SYSTEM RESET ${name};`);
    const who = mends ? 'On the target' : "On the target as a superuser, or in its provider's settings";
    return {
      verdict: 'fail',
      detail: `For ${sized(bytes)}: ${advice.map(({ cost }) => cost).join('; ')}. ${ours}`,
      fix: `${who}: ${set.join(' ')} SELECT pg_reload_conf(); Gain: ${advice.map(({ name, gain }) => `${name}: ${gain}`).join('; ')}. After the run: ${reset.join(' ')} SELECT pg_reload_conf();`,
    };
  },
};

async function read(session: Session): Promise<{ readonly settings: Settings; readonly mends: boolean }> {
  const [row] = await session.query<Settings & { readonly mends: boolean } & Record<string, unknown>>(settingsSql);
  if (!row) throw new Error('the current role is not in pg_roles');
  return { settings: row, mends: row.mends };
}
