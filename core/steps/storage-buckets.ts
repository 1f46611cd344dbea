import { CutoverError } from '../errors.ts';
import type { PlannedBucket, StorageAction } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
import { asideNames, keepAside } from '../supabase/storage/aside.ts';
import type { BucketSettings, ListedBucket, StorageClient } from '../supabase/storage/client.ts';
import { keepBucket, readBuckets } from '../supabase/storage/ledger.ts';
import { storageColumns } from '../supabase/storage/rows.ts';
import { type CallOptions, runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';

type BucketAction = Extract<StorageAction, { bucket: PlannedBucket }>;
type AsideAction = Extract<StorageAction, { type: 'storage-aside' }>;

/**
 * Buckets of the target: made with the source's id, open to any file; or, when their files are there, under the rules
 * that they have on the source. What a bucket was before is written down first. Both can be done again.
 */
export async function runBuckets(
  context: StepContext,
  steps: readonly StepOf<BucketAction>[],
  options: CallOptions,
): Promise<StepOutcome[]> {
  const { pool, storage } = context;
  const client = await storage.client('target', options.signal);
  for (const { action } of steps) {
    const { bucket } = action;
    if (action.type === 'storage-bucket') {
      await makeBucket(context, client, bucket);
      continue;
    }
    await client.updateBucket(bucket.id, bucket);
    const facts = await pool.withSource(async (source) => readBucketFacts(source, bucket.id));
    if (facts) await pool.withTarget(async (target) => restoreFacts(target, context, bucket.id, facts));
  }
  return await runScript(context, steps, []);
}

async function makeBucket({ pool, storage }: StepContext, client: StorageClient, bucket: PlannedBucket): Promise<void> {
  const open: BucketSettings = { public: bucket.public, fileSizeLimit: null, allowedMimeTypes: null };
  const { id } = bucket;
  const known = await pool.withTarget(async (target) => readBuckets(target, storage.runId));
  const present = (await client.buckets()).find((each) => each.id === id);
  if (!known.some((each) => each.bucket_id === id)) {
    // Before anything is made: a bucket that is there later without this word is not ours.
    const about = present ? { created: false, previous: settingsOf(present) } : { created: true, previous: undefined };
    await pool.withTarget(async (target) => keepBucket(target, storage.runId, id, about));
  }
  if (present) await client.updateBucket(id, open);
  else await client.createBucket(id, open);
}

function settingsOf({ fileSizeLimit, allowedMimeTypes, ...bucket }: ListedBucket): BucketSettings {
  return { public: bucket.public, fileSizeLimit, allowedMimeTypes };
}

interface BucketFacts extends Record<string, unknown> {
  readonly created_at: string | null;
  readonly updated_at: string | null;
  readonly owner: string | null;
  readonly owner_id: string | null;
}

/** What the API does not carry; undefined where this role may not read it. */
async function readBucketFacts(source: Session, id: string): Promise<BucketFacts | undefined> {
  const columns = await storageColumns(source, 'buckets');
  if (columns.size === 0) return undefined;
  const [readable] = await source.query<{ may: boolean }>(
    "SELECT pg_catalog.has_table_privilege('storage.buckets', 'SELECT') AS may",
  );
  if (!readable?.may) return undefined;
  const [row] = await source.query<BucketFacts>(
    `SELECT created_at::text, updated_at::text, ${columns.has('owner') ? 'owner::text' : 'NULL'} AS owner,
       ${columns.has('owner_id') ? 'owner_id' : 'NULL'} AS owner_id FROM storage.buckets WHERE id = $1`,
    [id],
  );
  return row;
}

/** Owner and times, where the role may write them; of a bucket of the run's own only. */
async function restoreFacts(target: Session, { storage }: StepContext, id: string, facts: BucketFacts): Promise<void> {
  const mine = (await readBuckets(target, storage.runId)).some((each) => each.bucket_id === id && each.created);
  const [may] = await target.query<{ may: boolean }>(
    "SELECT pg_catalog.to_regclass('storage.buckets') IS NOT NULL AND pg_catalog.has_table_privilege('storage.buckets', 'UPDATE') AS may",
  );
  if (!mine || !may?.may) return;
  const columns = await storageColumns(target, 'buckets');
  const values = [
    ['created_at', 'timestamptz', facts.created_at],
    ['updated_at', 'timestamptz', facts.updated_at],
    ['owner', 'uuid', facts.owner],
    ['owner_id', 'text', facts.owner_id],
  ] as const;
  const carried = values.filter(([column]) => columns.has(column));
  const changes = carried.map(([column, type], index) => `${column} = $${index + 2}::pg_catalog.${type}`);
  await target.query(`UPDATE storage.buckets SET ${changes.join(', ')} WHERE id = $1`, [
    id,
    ...carried.map(([, , value]) => value),
  ]);
}

/** Files that moved in one go before the ledger of steps is asked whether to stop. */
const asideAtOnce = 200;

/**
 * Moves what is in the way into a bucket of its own, where a rollback finds it and finalize ends it. The server does
 * it without a byte passing here. Each name is written down before it moves, with its row.
 */
export async function runAside(
  context: StepContext,
  steps: readonly StepOf<AsideAction>[],
  options: CallOptions,
): Promise<StepOutcome[]> {
  const { pool, storage } = context;
  const client = await storage.client('target', options.signal);
  for (const { action } of steps) {
    const { bucket, into } = action;
    const present = (await client.buckets()).some((each) => each.id === into);
    if (!present) {
      await pool.withTarget(async (target) =>
        keepBucket(target, storage.runId, into, { created: true, previous: undefined }),
      );
      await client.createBucket(into, { public: false, fileSizeLimit: null, allowedMimeTypes: null });
    }
    for (;;) {
      if (options.signal.aborted) {
        throw new CutoverError('stopped', 'the step was stopped', { hint: 'Resume goes on from the ledger.' });
      }
      const names = await asideNames(context, client, action, asideAtOnce);
      if (names.length === 0) break;
      await pool.withTarget(async (target) => keepAside(target, storage.runId, action, names));
      await Promise.all(
        names.map((name) => storage.slots.use(() => client.move({ bucket, name }, { bucket: into, name }))),
      );
    }
  }
  return await runScript(context, steps, []);
}
