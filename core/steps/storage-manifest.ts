import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorageAction } from '../plan/types.ts';
import { readObjects } from '../supabase/storage/ledger.ts';
import { readStored, rowRights } from '../supabase/storage/rows.ts';
import { runScript, type StepContext, type StepOf, type StepOutcome } from './context.ts';

/** Lines that are written at once. */
const pageSize = 500;

export const manifestName = 'manifest.ndjson';

/**
 * `manifest.ndjson` in the folder of the files: one JSON object a line with bucket, name, path below the folder, size,
 * SHA-256 and what the source's row says, in the order of buckets and names. It appears whole.
 */
export async function runManifest(
  context: StepContext,
  steps: readonly StepOf<Extract<StorageAction, { type: 'storage-manifest' }>>[],
): Promise<StepOutcome[]> {
  const { pool, storage } = context;
  const path = join(storage.folder, manifestName);
  const part = `${path}.part`;
  const buckets = await pool.withTarget(async (target) =>
    target.query<{ bucket_id: string }>(
      'SELECT DISTINCT bucket_id FROM cutover.storage_object WHERE run_id = $1 ORDER BY bucket_id',
      [storage.runId],
    ),
  );
  const file = await open(part, 'w', 0o600);
  try {
    for (const { bucket_id: bucket } of buckets) {
      for await (const lines of manifestLines(context, bucket)) await file.write(lines);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  context.emit({
    type: 'log',
    level: 'info',
    message: `the files of Storage and their manifest are in ${storage.folder}`,
  });
  return await runScript(context, steps, []);
}

async function* manifestLines({ pool, storage }: StepContext, bucket: string): AsyncGenerator<string> {
  const rows = await pool.withSource(async (source) => (await rowRights(source))?.reads === true);
  for (let after: string | undefined; ; ) {
    const files = await pool.withTarget(async (target) =>
      readObjects(target, storage.runId, { bucket, after, upTo: undefined }, pageSize),
    );
    const last = files.at(-1)?.name;
    if (last === undefined) return;
    const range = { bucket, ...(after === undefined ? {} : { after }), upTo: last };
    const stored = rows
      ? await pool.withSource(async (source) =>
          readStored(source, await storage.sourceColumns(source), range, Number.MAX_SAFE_INTEGER),
        )
      : [];
    const byName = new Map(stored.map((object) => [object.name, object]));
    yield files
      .filter((file) => file.state === 'done')
      .map((file) => {
        const { id, contentType, cacheControl, userMetadata, owner, ownerId, createdAt, updatedAt } =
          byName.get(file.name) ?? {};
        const { name, path, size, sha256 } = file;
        return `${JSON.stringify({
          ...{ bucket, name, path, size, sha256: sha256?.toString('hex') },
          ...{ id, contentType, cacheControl, userMetadata, owner, ownerId, createdAt, updatedAt },
        })}\n`;
      })
      .join('');
    after = last;
  }
}
