import { CutoverError } from '../../errors.ts';
import { listFiles } from '../../inventory/storage.ts';
import type { StorageAction } from '../../plan/types.ts';
import type { Session } from '../../postgres/session.ts';
import type { StepContext } from '../../steps/context.ts';
import type { StorageClient } from './client.ts';
import { currentCondition, rowRights, storageColumns } from './rows.ts';

type AsideAction = Extract<StorageAction, { type: 'storage-aside' }>;

/** The next files of a bucket that are in the way: none of them the run's own. */
export async function asideNames(
  { pool, storage }: Pick<StepContext, 'pool' | 'storage'>,
  client: StorageClient,
  action: AsideAction,
  limit: number,
): Promise<string[]> {
  const access = await pool.withTarget(async (session) => storage.rowAccess(session));
  if (!access.reads) {
    const names: string[] = [];
    if (action.which === 'same-names') throw unreadable();
    for await (const { name } of listFiles(client, action.bucket)) if (names.push(name) === limit) break;
    return names;
  }
  let after: string | undefined;
  for (;;) {
    const names = await pool.withTarget(async (session) =>
      targetNames(session, action.bucket, storage.runId, after, limit),
    );
    if (names.length === 0) return [];
    const last = names.at(-1);
    const wanted =
      action.which === 'all' ? names : await pool.withSource((source) => sourceNames(source, action.bucket, names));
    if (wanted.length > 0) return wanted;
    after = last;
  }
}

async function targetNames(
  session: Session,
  bucket: string,
  run: string,
  after: string | undefined,
  limit: number,
): Promise<string[]> {
  const columns = await storageColumns(session, 'objects');
  const rows = await session.query<{ name: string }>(
    `SELECT o.name FROM storage.objects o
     WHERE o.bucket_id = $1 AND ($3::text IS NULL OR o.name COLLATE "C" > $3) AND ${currentCondition(columns)}
       AND NOT EXISTS (SELECT FROM cutover.storage_object s
                       WHERE s.run_id = $2 AND s.bucket_id = $1 AND s.name = o.name COLLATE "C")
     ORDER BY o.name COLLATE "C" LIMIT $4`,
    [bucket, run, after ?? null, limit],
  );
  return rows.map(({ name }) => name);
}

async function sourceNames(source: Session, bucket: string, names: readonly string[]): Promise<string[]> {
  if (!(await rowRights(source))?.reads) throw unreadable();
  const rows = await source.query<{ name: string }>(
    'SELECT name FROM storage.objects WHERE bucket_id = $1 AND name = ANY ($2::text[])',
    [bucket, names],
  );
  return rows.map(({ name }) => name);
}

function unreadable(): CutoverError {
  return new CutoverError('rights.missing', 'which files would be overwritten cannot be seen without SQL access', {
    hint: 'Grant SELECT on storage.objects on both ends, or give --existing-buckets rename or skip.',
  });
}

/** Writes down what is about to move, with its row where the role may read it; what is written first stays. */
export async function keepAside(
  session: Session,
  run: string,
  { bucket, into }: AsideAction,
  names: readonly string[],
): Promise<void> {
  const rows = (await rowRights(session))?.reads
    ? '(SELECT pg_catalog.to_jsonb(o) FROM storage.objects o WHERE o.bucket_id = $2 AND o.name = v.name)'
    : 'NULL';
  await session.query(
    `INSERT INTO cutover.storage_aside (run_id, bucket_id, name, into_bucket, row)
     SELECT $1, $2, v.name, $3, ${rows} FROM unnest($4::text[]) AS v (name)
     ON CONFLICT (run_id, bucket_id, name) DO NOTHING`,
    [run, bucket, into, names],
  );
}

export interface AsideFile extends Record<string, unknown> {
  readonly bucket_id: string;
  readonly name: string;
  readonly into_bucket: string;
  readonly owner: string | null;
  readonly owner_id: string | null;
  readonly created_at: string | null;
  readonly updated_at: string | null;
  readonly accessed_at: string | null;
}

/** The next files that are set aside. */
export async function readAside(session: Session, run: string, limit: number): Promise<AsideFile[]> {
  return await session.query<AsideFile>(
    `SELECT bucket_id, name, into_bucket, row ->> 'owner' AS owner, row ->> 'owner_id' AS owner_id,
       row ->> 'created_at' AS created_at, row ->> 'updated_at' AS updated_at, row ->> 'last_accessed_at' AS accessed_at
     FROM cutover.storage_aside WHERE run_id = $1 ORDER BY bucket_id, name LIMIT $2`,
    [run, limit],
  );
}
