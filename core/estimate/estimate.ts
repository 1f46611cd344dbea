import type { EngineConfig } from '../config.ts';
import type { EventBody } from '../events.ts';
import { readInventory } from '../inventory/inventory.ts';
import { readStorage, type StorageInventory } from '../inventory/storage.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { largeObjectsKey } from '../inventory/large-objects.ts';
import { copySteps, leftOutTables, tablesToCopy } from '../plan/data-steps.ts';
import { largeObjectSteps } from '../plan/large-object-steps.ts';
import { connect, type Session } from '../postgres/session.ts';
import { diskNeed } from '../preflight/disk.ts';
import { readTheirs } from '../run/own-schema.ts';
import { carriedSource } from '../supabase/carried-source.ts';
import { resolveScope, sourceSelection } from '../supabase/scope.ts';
import { wantsApi } from '../supabase/storage/settings.ts';
import { estimateSeconds, fitWindow, type TableWork, type Workload } from './model.ts';
import { readRows } from './rows.ts';
import { type Sample, takeSample } from './sample.ts';

export interface EstimateContext {
  readonly config: EngineConfig;
  readonly signal?: AbortSignal;
}

export interface EstimateReport {
  /** To be emitted as it is. */
  readonly body: Extract<EventBody, { type: 'estimate.finished' }>;
  /** The same, of each bucket of Storage. */
  readonly storage: readonly { readonly bucket: string; readonly files: number; readonly bytes: number }[];
  /** What the target needs on its disk. */
  readonly diskNeedBytes: number;
  /** What the seconds were scaled from. */
  readonly sample: Sample;
}

/**
 * How much there is to move and how long that takes, from rows that are really copied to the target in a transaction
 * which is rolled back. Opens and closes its own sessions: two for each job. Throws CutoverError.
 */
export async function estimate({ config, signal }: EstimateContext): Promise<EstimateReport> {
  const { options } = config;
  const session = await connect({ end: 'source', url: config.sourceUrl, purpose: 'estimate' });
  let target: Session | undefined;
  let source: Inventory;
  let tables: readonly Table[];
  let rows: ReadonlyMap<string, number>;
  let storage: StorageInventory | undefined;
  try {
    target = await connect({ end: 'target', url: config.targetUrl, purpose: 'estimate' });
    const scope = await resolveScope(session, target, {
      options,
      carrySessions: config.profile.carrySessions,
      files: wantsApi(config),
    });
    const whole = await readInventory(session, sourceSelection(scope));
    source = carriedSource(whole, await readTheirs(target, scope, whole), scope).source;
    tables = tablesToCopy(source, leftOutTables(source, options));
    rows = await readRows(session, tables);
    storage = await readStorage(session);
  } finally {
    await Promise.all([session.close(), target?.close()]);
  }
  const sample = await takeSample({ config, source, tables, ...(signal ? { signal } : {}) });
  const work = workload(config, source, tables, rows);
  const { tables: estimated, seconds } = estimateSeconds(work, sample.rates);
  const windowSeconds = (config.profile.windowMinutes ?? 0) * 60;
  return {
    body: {
      type: 'estimate.finished',
      tables: estimated.toSorted((a, b) => b.bytes - a.bytes),
      rows: estimated.reduce((sum, table) => sum + table.rows, 0),
      bytes: estimated.reduce((sum, table) => sum + table.bytes, 0),
      storageObjects: storage?.files ?? 0,
      storageBytes: storage?.bytes ?? 0,
      seconds,
      windowSeconds,
      ...fitWindow(seconds, windowSeconds),
    },
    storage: (storage?.buckets ?? []).map(({ id, files, bytes: size }) => ({ bucket: id, files, bytes: size })),
    diskNeedBytes: diskNeed(source, options),
    sample,
  };
}

function workload(
  { options }: EngineConfig,
  source: Inventory,
  tables: readonly Table[],
  rows: ReadonlyMap<string, number>,
): Workload {
  const pieces = copySteps({ tables, indexes: source.indexes, jobs: options.jobs, cores: undefined, after: [] });
  const indexBytes = Map.groupBy(source.indexes, ({ table }) => table);
  // A partitioned table's key is validated partition by partition: its rows are theirs.
  const foreignKeys = source.constraints.filter(({ kind, validated }) => kind === 'foreign-key' && validated);
  const validated = Map.groupBy(foreignKeys, ({ table }) => table);
  return {
    tables: [
      ...largeObjectWork(source),
      ...tables.map(({ key, bytes }) => ({
        table: key,
        rows: rows.get(key) ?? 0,
        bytes,
        pieces: pieces.get(key)?.length ?? 1,
        indexBytes: (indexBytes.get(key) ?? []).map((index) => index.bytes),
        validations: options.foreignKeys === 'validate' ? (validated.get(key)?.length ?? 0) : 0,
      })),
    ],
    refreshBytes: source.tables
      .filter(({ kind, populated }) => kind === 'materialized-view' && populated)
      .reduce((sum, { bytes, indexBytes: ofIndexes }) => sum + bytes + ofIndexes, 0),
    serialSteps: source.schemas.reduce((sum, { objects }) => sum + objects, 0) + source.objects.length,
    jobs: options.jobs,
    verify: options.verify !== 'none',
  };
}

/** Large objects as one more table, whose rows they are; the same jobs move them, in steps of their own. */
function largeObjectWork(source: Inventory): TableWork[] {
  const rows = source.largeObjects?.length ?? 0;
  if (rows === 0) return [];
  const bytes = source.largeObjectBytes ?? 0;
  const pieces = largeObjectSteps(source, false, []).length;
  return [{ table: largeObjectsKey, rows, bytes, pieces, indexBytes: [], validations: 0 }];
}
