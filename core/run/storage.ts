import type { EngineConfig, RunOptions } from '../config.ts';
import { CutoverError } from '../errors.ts';
import type { Emit } from '../events.ts';
import { hasStorage, listStorage, readStorage, type StorageInventory } from '../inventory/storage.ts';
import type { StoragePlan } from '../plan/storage-steps.ts';
import type { Session } from '../postgres/session.ts';
import { StorageClient } from '../supabase/storage/client.ts';
import { rowRights } from '../supabase/storage/rows.ts';
import { apiUnknown } from '../supabase/storage/run.ts';
import type { StorageMode } from '../supabase/storage/settings.ts';

export interface StorageRequest {
  readonly source: Session;
  readonly target: Session;
  /** Whether the target's services have made their schemas: a table alone serves no files. */
  readonly services: boolean;
  readonly options: RunOptions;
  readonly access: EngineConfig['supabase'];
  readonly emit: Emit;
  readonly signal?: AbortSignal;
}

/**
 * What becomes of the source's files; undefined where the source has no Storage. Throws `config.invalid` where what was
 * asked for cannot be done, and says what can.
 */
export async function planStorage(request: StorageRequest): Promise<StoragePlan | undefined> {
  const { source, target, options, access } = request;
  if (!(await hasStorage(source))) return undefined;
  const { mode, reason } = chooseStorage(options, {
    source: access?.source !== undefined,
    target: request.services && access?.target !== undefined && (await hasStorage(target)),
  });
  const inventory = await readFiles(request, mode);
  const base = {
    mode,
    existing: options.existingBuckets,
    sample: options.verify === 'counts' ? 0 : options.verifyStorage,
  };
  if (inventory === undefined) {
    const unknown = `${reason}; how many there are is not known, since this role may not read storage.objects`;
    return { ...base, reason: unknown, inventory: nothing, occupied: [] };
  }
  const occupied = mode === 'api' ? await occupiedBuckets(request, inventory) : [];
  return { ...base, reason, inventory, occupied };
}

/** Which of both ends have a Storage service whose URL and key are known. */
export interface StorageEnds {
  readonly source: boolean;
  readonly target: boolean;
}

/** The way that was asked for, or the best that both ends allow. Pure. Throws `config.invalid`. */
export function chooseStorage(
  { storage, auth }: Pick<RunOptions, 'storage' | 'auth'>,
  ends: StorageEnds,
): { readonly mode: StorageMode; readonly reason: string } {
  if (storage === 'none') return { mode: 'none', reason: '--storage none' };
  // Rows that the target's own service keeps do not pass through the copy that rewrites ids.
  if (auth === 'stack' && ends.target && storage !== 'directory') {
    const reason = 'with --auth stack the owners of files would be ids that no user has';
    if (storage === undefined)
      return { mode: 'none', reason: `${reason} (--storage directory keeps them in a folder)` };
    throw new CutoverError('config.invalid', reason, {
      hint: 'Give --storage directory, whose manifest names the owners as the source has them, or --storage none.',
    });
  }
  if (storage === undefined) {
    if (ends.source && ends.target) return { mode: 'api', reason: 'both ends have a Storage API' };
    const missing = ends.source
      ? 'the target has no Storage service that is known'
      : 'no Storage API of the source is known';
    return { mode: 'none', reason: `${missing} (--storage directory keeps them in a folder)` };
  }
  if (!ends.source) throw apiUnknown('source');
  if (storage === 'api' && !ends.target) {
    throw new CutoverError('config.invalid', 'the target has no Storage service to move files to', {
      hint: 'On plain PostgreSQL give --storage directory, which keeps the files in a folder for S3 or anything else; on Supabase set CUTOVER_TARGET_SUPABASE_URL and CUTOVER_TARGET_SERVICE_KEY.',
    });
  }
  return { mode: storage, reason: `--storage ${storage}` };
}

const nothing: StorageInventory = {
  access: 'sql',
  buckets: [],
  ranges: [],
  files: 0,
  bytes: 0,
  largest: undefined,
  refused: { files: 0, examples: [] },
  otherBuckets: [],
};

async function readFiles({ source, access, emit, signal }: StorageRequest, mode: StorageMode) {
  const inventory = await readStorage(source);
  if (inventory || mode === 'none' || !access?.source) return inventory;
  emit({
    type: 'log',
    level: 'warn',
    message: 'this role may not read storage.objects: files are listed through the API, which is slower',
  });
  return await listStorage(await StorageClient.open('source', access.source, signal ?? new AbortController().signal));
}

/** Buckets that the target has under the source's names, with files in them. */
export async function occupiedBuckets(
  { target, access, signal }: Pick<StorageRequest, 'target' | 'access' | 'signal'>,
  { buckets }: Pick<StorageInventory, 'buckets'>,
): Promise<string[]> {
  const ids = buckets.map(({ id }) => id);
  if ((await rowRights(target))?.reads) {
    const rows = await target.query<{ id: string }>(
      `SELECT b.id FROM unnest($1::text[]) AS b (id)
       WHERE EXISTS (SELECT FROM storage.objects o WHERE o.bucket_id = b.id) ORDER BY b.id`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }
  if (!access?.target) return [];
  const client = await StorageClient.open('target', access.target, signal ?? new AbortController().signal);
  const present = new Set((await client.buckets()).map(({ id }) => id));
  const occupied: string[] = [];
  for (const id of ids) {
    if (!present.has(id)) continue;
    const { done } = await client.list(id, '').next();
    if (done !== true) occupied.push(id);
  }
  return occupied;
}
