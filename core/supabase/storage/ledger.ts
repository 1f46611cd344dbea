import type { Session } from '../../postgres/session.ts';

/**
 * What a run did of Storage, file by file: the service knows nothing of our transactions, so a name is written down
 * before anything is put under it, and as done once the file is there. A rollback removes what is in here and no more.
 */
export const createStorageLedgerSql = `
  CREATE TABLE cutover.storage_bucket (
    run_id text NOT NULL REFERENCES cutover.run (id),
    bucket_id text NOT NULL,
    created boolean NOT NULL,
    previous jsonb,
    PRIMARY KEY (run_id, bucket_id)
  );
  CREATE TABLE cutover.storage_object (
    run_id text NOT NULL REFERENCES cutover.run (id),
    bucket_id text NOT NULL,
    name text COLLATE "C" NOT NULL,
    state text NOT NULL,
    size bigint,
    sha256 bytea,
    source_version text,
    path text,
    upload_url text,
    PRIMARY KEY (run_id, bucket_id, name)
  );
  CREATE TABLE cutover.storage_aside (
    run_id text NOT NULL REFERENCES cutover.run (id),
    bucket_id text NOT NULL,
    name text COLLATE "C" NOT NULL,
    into_bucket text NOT NULL,
    row jsonb,
    PRIMARY KEY (run_id, bucket_id, name)
  );
`;

export interface LedgerObject {
  readonly name: string;
  /** `begun`: something may be there under this name; `done`: the whole file is. */
  readonly state: 'begun' | 'done';
  readonly size: number | undefined;
  /** 32 bytes, of the source's file. */
  readonly sha256: Buffer | undefined;
  readonly sourceVersion: string | undefined;
  /** Where it is below the folder, with `--storage directory`. */
  readonly path: string | undefined;
  /** Where a resumable upload was begun. */
  readonly uploadUrl: string | undefined;
}

export interface DoneObject {
  readonly name: string;
  readonly size: number;
  readonly sha256: Buffer;
  readonly sourceVersion: string | undefined;
  readonly path: string | undefined;
}

const objectColumns = 'name, state, size, sha256, source_version, path, upload_url';

const rangeSql = `
  SELECT ${objectColumns} FROM cutover.storage_object
  WHERE run_id = $1 AND bucket_id = $2 AND ($3::text IS NULL OR name > $3) AND ($4::text IS NULL OR name <= $4)
  ORDER BY name LIMIT $5`;

/** A page of a bucket's objects in the order of their names: after one name, up to and with another. */
export async function readObjects(
  session: Session,
  run: string,
  range: { readonly bucket: string; readonly after: string | undefined; readonly upTo: string | undefined },
  limit?: number,
): Promise<LedgerObject[]> {
  const values = [run, range.bucket, range.after ?? null, range.upTo ?? null, limit ?? null];
  return (await session.query<ObjectRow>(rangeSql, values)).map(ledgerObject);
}

const namedSql = `
  SELECT ${objectColumns} FROM cutover.storage_object
  WHERE run_id = $1 AND bucket_id = $2 AND name = ANY ($3::text[])`;

export async function readNamedObjects(
  session: Session,
  run: string,
  bucket: string,
  names: readonly string[],
): Promise<LedgerObject[]> {
  return (await session.query<ObjectRow>(namedSql, [run, bucket, names])).map(ledgerObject);
}

interface ObjectRow extends Record<string, unknown> {
  readonly name: string;
  readonly state: 'begun' | 'done';
  readonly size: string | null;
  readonly sha256: Buffer | null;
  readonly source_version: string | null;
  readonly path: string | null;
  readonly upload_url: string | null;
}

function ledgerObject(row: ObjectRow): LedgerObject {
  return {
    name: row.name,
    state: row.state,
    size: row.size === null ? undefined : Number(row.size),
    sha256: row.sha256 ?? undefined,
    sourceVersion: row.source_version ?? undefined,
    path: row.path ?? undefined,
    uploadUrl: row.upload_url ?? undefined,
  };
}

const beginSql = `
  INSERT INTO cutover.storage_object AS o (run_id, bucket_id, name, state)
  SELECT $1, $2, name, 'begun' FROM unnest($3::text[]) AS name
  ON CONFLICT (run_id, bucket_id, name) DO UPDATE SET state = 'begun', size = NULL, sha256 = NULL`;

/** Writes down that something is about to be put under these names. */
export async function beginObjects(session: Session, run: string, bucket: string, names: readonly string[]) {
  await session.query(beginSql, [run, bucket, names]);
}

const doneSql = `
  UPDATE cutover.storage_object o
  SET state = 'done', size = v.size, sha256 = pg_catalog.decode(v.sha256, 'hex'), source_version = v.version,
      path = v.path, upload_url = NULL
  FROM unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[]) AS v (name, size, sha256, version, path)
  WHERE o.run_id = $1 AND o.bucket_id = $2 AND o.name = v.name`;

export async function finishObjects(session: Session, run: string, bucket: string, objects: readonly DoneObject[]) {
  await session.query(doneSql, [
    run,
    bucket,
    objects.map((object) => object.name),
    objects.map((object) => object.size),
    objects.map((object) => object.sha256.toString('hex')),
    objects.map((object) => object.sourceVersion ?? null),
    objects.map((object) => object.path ?? null),
  ]);
}

export async function keepUploadUrl(session: Session, run: string, bucket: string, name: string, url: string) {
  await session.query(
    'UPDATE cutover.storage_object SET upload_url = $4 WHERE run_id = $1 AND bucket_id = $2 AND name = $3',
    [run, bucket, name, url],
  );
}

/** Forgets objects that are no longer there. */
export async function forgetObjects(session: Session, run: string, bucket: string, names: readonly string[]) {
  await session.query(
    'DELETE FROM cutover.storage_object WHERE run_id = $1 AND bucket_id = $2 AND name = ANY ($3::text[])',
    [run, bucket, names],
  );
}

export interface LedgerBucket extends Record<string, unknown> {
  readonly bucket_id: string;
  /** False for one that was there before. */
  readonly created: boolean;
  /** Its settings before the run, where it was there. */
  readonly previous: unknown;
}

export async function readBuckets(session: Session, run: string): Promise<LedgerBucket[]> {
  return await session.query<LedgerBucket>(
    'SELECT bucket_id, created, previous FROM cutover.storage_bucket WHERE run_id = $1 ORDER BY bucket_id',
    [run],
  );
}

/** Written before a bucket is created or changed; what is written first stays. */
export async function keepBucket(
  session: Session,
  run: string,
  bucket: string,
  about: { readonly created: boolean; readonly previous: unknown },
): Promise<void> {
  await session.query(
    `INSERT INTO cutover.storage_bucket (run_id, bucket_id, created, previous) VALUES ($1, $2, $3, $4)
     ON CONFLICT (run_id, bucket_id) DO NOTHING`,
    [run, bucket, about.created, about.previous === undefined ? null : JSON.stringify(about.previous)],
  );
}

/** True where the ledger is of a version that knows Storage, and has objects of this run. */
export async function hasStorageLedger(session: Session): Promise<boolean> {
  const [row] = await session.query<{ there: boolean }>(
    "SELECT pg_catalog.to_regclass('cutover.storage_object') IS NOT NULL AS there",
  );
  return row?.there === true;
}
