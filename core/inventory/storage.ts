import type { Session } from '../postgres/session.ts';
import type { BucketSettings, StorageClient } from '../supabase/storage/client.ts';
import { refusalOfName } from '../supabase/storage/names.ts';
import {
  currentCondition,
  type NameRange,
  rowRights,
  sizeExpression,
  storageColumns,
} from '../supabase/storage/rows.ts';
import { eachRow } from './catalog.ts';

export interface StorageBucket extends BucketSettings {
  readonly id: string;
  /** Files, and bytes as the server's rows have them. */
  readonly files: number;
  readonly bytes: number;
  readonly largestBytes: number;
  /** Media types by how many files have them, most first. */
  readonly mimeTypes: readonly { readonly type: string; readonly files: number }[];
}

/** A part of a bucket that one step moves. */
export interface StorageRange extends NameRange {
  readonly files: number;
  readonly bytes: number;
}

/** What there is in Storage: plain facts. */
export interface StorageInventory {
  /** How it was read: `api` costs a request for each thousand entries of a folder. */
  readonly access: 'sql' | 'api';
  readonly buckets: readonly StorageBucket[];
  readonly ranges: readonly StorageRange[];
  readonly files: number;
  readonly bytes: number;
  readonly largest: { readonly bucket: string; readonly name: string; readonly bytes: number } | undefined;
  /** Names that a Storage server refuses: how many, and the first ones. */
  readonly refused: {
    readonly files: number;
    readonly examples: readonly { readonly bucket: string; readonly name: string; readonly reason: string }[];
  };
  /** Buckets that hold no files: analytics and vectors. */
  readonly otherBuckets: readonly string[];
}

/** A step moves no more files than this, and no more bytes unless one file alone is larger. */
const rangeFiles = 500;
const rangeBytes = 64 * 1024 * 1024;
/** Refused names that are listed one by one. */
const examplesShown = 20;
/** Media types that are counted for a bucket; the rest is `other`. */
const mimeTypesCounted = 20;

/**
 * Everything in Storage by SQL over its two tables, in one pass whose memory does not grow with the files; undefined
 * where there is no Storage, or this role may not read all of it. Throws CutoverError.
 */
export async function readStorage(session: Session): Promise<StorageInventory | undefined> {
  const rights = await rowRights(session);
  if (!rights?.reads) return undefined;
  const buckets = await readBucketRows(session);
  const columns = await storageColumns(session, 'objects');
  const summary = new StorageSummary('sql', buckets);
  await eachRow(
    session,
    `SELECT o.bucket_id, o.name, (${sizeExpression})::float8, o.metadata ->> 'mimetype' FROM storage.objects o
     WHERE ${currentCondition(columns)} ORDER BY o.bucket_id, o.name COLLATE "C"`,
    [],
    ([bucket, name, size, mimeType]) =>
      summary.add(String(bucket), String(name), Number(size ?? 0), typeof mimeType === 'string' ? mimeType : undefined),
  );
  return summary.end();
}

/** True where the database has a Storage service's tables, whoever may read them. */
export async function hasStorage(session: Session): Promise<boolean> {
  return (await rowRights(session)) !== undefined;
}

interface BucketRow extends BucketSettings {
  readonly id: string;
  readonly type: string;
}

export async function readBucketRows(session: Session): Promise<BucketRow[]> {
  const columns = await storageColumns(session, 'buckets');
  const rows = await session.query<{
    id: string;
    public: boolean | null;
    size_limit: number | null;
    mime_types: string[] | null;
    type: string;
  }>(`
    SELECT b.id, ${columns.has('public') ? 'b.public' : 'false'} AS public,
      ${columns.has('file_size_limit') ? 'b.file_size_limit::float8' : 'NULL::float8'} AS size_limit,
      ${columns.has('allowed_mime_types') ? 'b.allowed_mime_types' : 'NULL::text[]'} AS mime_types,
      ${columns.has('type') ? 'b.type::text' : "'STANDARD'"} AS type
    FROM storage.buckets b ORDER BY b.id`);
  return rows.map((row) => ({
    id: row.id,
    public: row.public ?? false,
    fileSizeLimit: row.size_limit,
    allowedMimeTypes: row.mime_types,
    type: row.type,
  }));
}

/** The same by the API alone: every folder is listed. A bucket is one range, since listings have no order of names. */
export async function listStorage(client: StorageClient): Promise<StorageInventory> {
  const buckets = await client.buckets();
  const summary = new StorageSummary('api', buckets);
  for (const { id, type } of buckets) {
    if (type !== 'STANDARD') continue;
    for await (const { name, size } of listFiles(client, id)) summary.add(id, name, size, undefined);
  }
  return summary.end();
}

/** Every file of a bucket, folder by folder. */
export async function* listFiles(
  client: StorageClient,
  bucket: string,
): AsyncGenerator<{ readonly name: string; readonly size: number }> {
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const path = folder === '' ? '' : `${folder}/`;
    for await (const entry of client.list(bucket, folder)) {
      if (entry.id === null) folders.push(`${path}${entry.name}`);
      else yield { name: `${path}${entry.name}`, size: entry.size };
    }
  }
}

interface Counted {
  files: number;
  bytes: number;
  largestBytes: number;
  readonly mimeTypes: Map<string, number>;
}

class StorageSummary {
  readonly #access: 'sql' | 'api';
  readonly #buckets: readonly BucketRow[];
  readonly #counted = new Map<string, Counted>();
  readonly #ranges: StorageRange[] = [];
  readonly #examples: { bucket: string; name: string; reason: string }[] = [];
  #refused = 0;
  #largest: StorageInventory['largest'];
  #open: { bucket: string; after: string | undefined; last: string; files: number; bytes: number } | undefined;

  constructor(access: 'sql' | 'api', buckets: readonly BucketRow[]) {
    this.#access = access;
    this.#buckets = buckets;
    for (const { id } of buckets) {
      this.#counted.set(id, { files: 0, bytes: 0, largestBytes: 0, mimeTypes: new Map() });
    }
  }

  add(bucket: string, name: string, bytes: number, mimeType: string | undefined): void {
    const counted = this.#counted.get(bucket);
    if (!counted) return;
    counted.files += 1;
    counted.bytes += bytes;
    counted.largestBytes = Math.max(counted.largestBytes, bytes);
    if (mimeType !== undefined) {
      const type = counted.mimeTypes.has(mimeType) || counted.mimeTypes.size < mimeTypesCounted ? mimeType : 'other';
      counted.mimeTypes.set(type, (counted.mimeTypes.get(type) ?? 0) + 1);
    }
    if (this.#largest === undefined || bytes > this.#largest.bytes) this.#largest = { bucket, name, bytes };
    const reason = refusalOfName(name);
    if (reason !== undefined) {
      this.#refused += 1;
      if (this.#examples.length < examplesShown) this.#examples.push({ bucket, name, reason });
    }
    this.#extend(bucket, name, bytes);
  }

  #extend(bucket: string, name: string, bytes: number): void {
    const open = this.#open;
    const full =
      open !== undefined &&
      this.#access === 'sql' &&
      (open.files >= rangeFiles || (open.files > 0 && open.bytes + bytes > rangeBytes));
    if (open === undefined || open.bucket !== bucket || full) {
      this.#close(open?.bucket !== bucket);
      const after = open?.bucket === bucket ? open.last : undefined;
      this.#open = { bucket, after, last: name, files: 1, bytes };
      return;
    }
    open.last = name;
    open.files += 1;
    open.bytes += bytes;
  }

  /** The last range of a bucket is open above: what is new when a run is resumed belongs to one of them. */
  #close(lastOfBucket: boolean): void {
    if (this.#open === undefined) return;
    const { bucket, after, last, files, bytes } = this.#open;
    this.#ranges.push({
      bucket,
      ...(after === undefined ? {} : { after }),
      ...(lastOfBucket ? {} : { upTo: last }),
      files,
      bytes,
    });
  }

  end(): StorageInventory {
    this.#close(true);
    const standard = this.#buckets.filter(({ type }) => type === 'STANDARD');
    const withRange = new Set(this.#ranges.map(({ bucket }) => bucket));
    const buckets = standard.map(({ type: _, ...bucket }): StorageBucket => {
      const { mimeTypes, ...counted } = this.#counted.get(bucket.id) ?? {
        files: 0,
        bytes: 0,
        largestBytes: 0,
        mimeTypes: new Map<string, number>(),
      };
      const types = [...mimeTypes].map(([type, files]) => ({ type, files }));
      return { ...bucket, ...counted, mimeTypes: types.sort((a, b) => b.files - a.files) };
    });
    const empty = standard.filter(({ id }) => !withRange.has(id));
    return {
      access: this.#access,
      buckets,
      // An empty bucket has a range too: it may not be empty any more when the run is resumed.
      ranges: [...this.#ranges, ...empty.map(({ id }) => ({ bucket: id, files: 0, bytes: 0 }))],
      files: buckets.reduce((sum, bucket) => sum + bucket.files, 0),
      bytes: buckets.reduce((sum, bucket) => sum + bucket.bytes, 0),
      largest: this.#largest,
      refused: { files: this.#refused, examples: this.#examples },
      otherBuckets: this.#buckets.filter(({ type }) => type !== 'STANDARD').map(({ id }) => id),
    };
  }
}
