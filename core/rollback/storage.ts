import { performance } from 'node:perf_hooks';
import type { EngineConfig } from '../config.ts';
import { CutoverError, toCutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import { mayReplicate } from '../plan/target-state.ts';
import type { Session } from '../postgres/session.ts';
import type { RunControl } from '../run/control.ts';
import { type AsideFile, readAside } from '../supabase/storage/aside.ts';
import { type BucketSettings, StorageClient } from '../supabase/storage/client.ts';
import { forgetObjects, hasStorageLedger, type LedgerBucket, readBuckets } from '../supabase/storage/ledger.ts';
import { rowRights, storageColumns } from '../supabase/storage/rows.ts';
import { apiUnknown } from '../supabase/storage/run.ts';
import { Slots } from '../supabase/storage/slots.ts';

/** Files that one request removes. */
const filesAtOnce = 500;
const movesAtOnce = 8;

interface Request {
  readonly config: EngineConfig;
  readonly ledger: Session;
  readonly runId: string;
  readonly emit: Emit;
  readonly control: RunControl;
}

/**
 * Removes from the target's Storage exactly what the run put there, file by file as the ledger has them, and brings
 * back what was set aside. What is done leaves the ledger, so a rollback that is killed goes on. True where it came to
 * its end, false where it was stopped. Throws `config.invalid` where the target's API is not known.
 */
export async function rollBackStorage(request: Request): Promise<boolean> {
  const { config, ledger, runId, emit, control } = request;
  if (!(await hasStorageLedger(ledger))) return true;
  const buckets = await readBuckets(ledger, runId);
  // Without a bucket there is nothing on the target: the files of --storage directory stay where they are.
  if (buckets.length === 0) return true;
  if (!config.supabase?.target) throw apiUnknown('target');
  const abort = new AbortController();
  const offStop = control.onStop(() => abort.abort());
  const client = await StorageClient.open('target', config.supabase.target, abort.signal);
  const step = { id: 'undo:storage', kind: 'blobs', label: 'undo files of Storage', weight: 0 };
  const started = performance.now();
  emit({ type: 'step.started', ...step });
  try {
    const files = await removeFiles(request, client);
    await bringBack(request, client);
    for (const bucket of buckets) await removeBucket(request, client, bucket);
    emit({ type: 'step.finished', id: step.id, rows: files, bytes: 0, seconds: (performance.now() - started) / 1000 });
    return true;
  } catch (thrown) {
    const error = toCutoverError(thrown);
    if (control.stopping || error.code === 'stopped') return false;
    const { code, message, hint } = error;
    emit({ type: 'step.failed', id: step.id, code, message, hint, attempt: 1, willRetry: false });
    throw error;
  } finally {
    offStop();
  }
}

async function removeFiles({ ledger, runId, emit }: Request, client: StorageClient): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await ledger.query<{ bucket_id: string; name: string }>(
      'SELECT bucket_id, name FROM cutover.storage_object WHERE run_id = $1 ORDER BY bucket_id, name LIMIT $2',
      [runId, filesAtOnce],
    );
    const [first] = rows;
    if (!first) return removed;
    const bucket = first.bucket_id;
    const names = rows.filter((row) => row.bucket_id === bucket).map(({ name }) => name);
    await client.remove(bucket, names);
    await forgetObjects(ledger, runId, bucket, names);
    removed += names.length;
    emit({ type: 'step.progress', id: 'undo:storage', rows: removed, bytes: 0 });
  }
}

/** Files that were there before go back under their names, with the owners and times of their rows where that may be. */
async function bringBack({ ledger, runId }: Request, client: StorageClient): Promise<void> {
  const slots = new Slots(movesAtOnce);
  for (;;) {
    const files = await readAside(ledger, runId, filesAtOnce);
    if (files.length === 0) return;
    await Promise.all(files.map((file) => slots.use(() => moveBack(client, file))));
    await restoreRows(ledger, files);
    await ledger.query(
      `DELETE FROM cutover.storage_aside a USING unnest($2::text[], $3::text[]) AS v (bucket_id, name)
       WHERE a.run_id = $1 AND a.bucket_id = v.bucket_id AND a.name = v.name`,
      [runId, files.map((file) => file.bucket_id), files.map((file) => file.name)],
    );
  }
}

async function moveBack(
  client: StorageClient,
  { bucket_id: bucket, name, into_bucket: aside }: AsideFile,
): Promise<void> {
  try {
    await client.move({ bucket: aside, name }, { bucket, name });
  } catch (error) {
    // Written down and never moved, or moved back by a rollback that was killed.
    if (toCutoverError(error).code !== 'storage.missing') throw error;
  }
}

async function restoreRows(ledger: Session, files: readonly AsideFile[]): Promise<void> {
  if (!(await rowRights(ledger))?.writes || !(await mayReplicate(ledger))) return;
  const columns = await storageColumns(ledger, 'objects');
  const carried = (['owner', 'owner_id', 'created_at', 'updated_at'] as const).filter((column) => columns.has(column));
  const types = { owner: 'uuid', owner_id: 'text', created_at: 'timestamptz', updated_at: 'timestamptz' } as const;
  const arrays = carried.map((column, index) => `$${index + 3}::text[]::pg_catalog.${types[column]}[]`);
  await ledger.execute('BEGIN');
  try {
    await ledger.execute('SET LOCAL session_replication_role = replica');
    await ledger.query(
      `UPDATE storage.objects o SET ${carried.map((column) => `${column} = v.${column}`).join(', ')}
       FROM unnest($1::text[], $2::text[], ${arrays.join(', ')}) AS v (bucket_id, name, ${carried.join(', ')})
       WHERE o.bucket_id = v.bucket_id AND o.name = v.name`,
      [
        files.map((file) => file.bucket_id),
        files.map((file) => file.name),
        ...carried.map((column) => files.map((file) => file[column])),
      ],
    );
    await ledger.execute('COMMIT');
  } catch (error) {
    if (!ledger.broken) await ledger.execute('ROLLBACK');
    throw error;
  }
}

async function removeBucket({ ledger, runId }: Request, client: StorageClient, bucket: LedgerBucket): Promise<void> {
  const { bucket_id: id, created, previous } = bucket;
  const present = (await client.buckets()).some((each) => each.id === id);
  if (present && created) {
    try {
      await client.deleteBucket(id);
    } catch (error) {
      throw new CutoverError(
        'rollback.failed',
        `bucket ${id} was made by the run, and has files that it did not bring`,
        {
          hint: 'Somebody put files into it since. Move them elsewhere, then repeat the rollback.',
          cause: error,
        },
      );
    }
  } else if (present && previous !== null) await client.updateBucket(id, previous as BucketSettings);
  await ledger.query('DELETE FROM cutover.storage_bucket WHERE run_id = $1 AND bucket_id = $2', [runId, id]);
}

/** Ends the hold over what was set aside: the buckets that it is in are emptied and deleted. Throws CutoverError. */
export async function finalizeStorage({
  config,
  ledger,
  runId,
}: Pick<Request, 'config' | 'ledger' | 'runId'>): Promise<void> {
  if (!(await hasStorageLedger(ledger))) return;
  for (;;) {
    const files = await readAside(ledger, runId, filesAtOnce);
    const [first] = files;
    if (!first) break;
    if (!config.supabase?.target) throw apiUnknown('target');
    const client = await StorageClient.open('target', config.supabase.target, new AbortController().signal);
    const same = files.filter((file) => file.into_bucket === first.into_bucket && file.bucket_id === first.bucket_id);
    const names = same.map(({ name }) => name);
    await client.remove(first.into_bucket, names);
    await ledger.query(
      'DELETE FROM cutover.storage_aside WHERE run_id = $1 AND bucket_id = $2 AND name = ANY ($3::text[])',
      [runId, first.bucket_id, names],
    );
    const [left] = await ledger.query<{ left: boolean }>(
      'SELECT EXISTS (SELECT FROM cutover.storage_aside WHERE run_id = $1 AND into_bucket = $2) AS left',
      [runId, first.into_bucket],
    );
    if (left?.left !== true) await client.deleteBucket(first.into_bucket);
  }
}
