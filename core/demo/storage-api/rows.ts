import pg from 'pg';
import { refusals } from './replies.ts';

export interface BucketRow {
  readonly id: string;
  readonly name: string;
  readonly public: boolean;
  readonly file_size_limit: number | null;
  readonly allowed_mime_types: readonly string[] | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface ObjectRow {
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  readonly metadata: { readonly [key: string]: unknown } | null;
  readonly user_metadata: { readonly [key: string]: unknown } | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly last_accessed_at: Date;
}

export interface UploadedRow {
  readonly bucket: string;
  readonly name: string;
  readonly metadata: { readonly [key: string]: unknown };
  readonly userMetadata: { readonly [key: string]: unknown } | undefined;
  readonly version: string;
  readonly upsert: boolean;
}

const bucketColumns = 'id, name, public, file_size_limit::float8, allowed_mime_types, created_at, updated_at';

const insertBucketSql = `
  INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types) VALUES ($1, $2, $3, $4, $5)`;

const updateBucketSql = `
  UPDATE storage.buckets SET public = coalesce($2, public),
    file_size_limit = CASE WHEN $3 THEN $4 ELSE file_size_limit END,
    allowed_mime_types = CASE WHEN $5 THEN $6 ELSE allowed_mime_types END
  WHERE id = $1`;

const objectSql = `
  SELECT id, name, version, metadata, user_metadata, created_at, updated_at, last_accessed_at
  FROM storage.objects WHERE bucket_id = $1 AND name = $2`;

/** A row that is there keeps id, owner and creation; what it says about the file becomes the new file's. */
const upsertSql = `
  WITH old AS (SELECT version FROM storage.objects WHERE bucket_id = $1 AND name = $2)
  INSERT INTO storage.objects (bucket_id, name, metadata, user_metadata, version) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (bucket_id, name) DO UPDATE
  SET metadata = excluded.metadata, user_metadata = excluded.user_metadata, version = excluded.version
  RETURNING id, EXISTS (SELECT FROM old) AS replaced, (SELECT version FROM old) AS old_version`;

const insertSql = `
  INSERT INTO storage.objects (bucket_id, name, metadata, user_metadata, version) VALUES ($1, $2, $3, $4, $5)
  RETURNING id, false AS replaced, NULL::text AS old_version`;

/** One folder level: sub-folders by name alone, then its objects. [supabase/storage, storage.search] */
const listSql = `
  SELECT name, id, metadata, created_at, updated_at, last_accessed_at FROM (
    SELECT DISTINCT split_part(substr(name, length($2) + 1), '/', 1) AS name, NULL::uuid AS id, NULL::jsonb AS metadata,
      NULL::timestamptz AS created_at, NULL::timestamptz AS updated_at, NULL::timestamptz AS last_accessed_at, 0 AS rank
    FROM storage.objects
    WHERE bucket_id = $1 AND starts_with(name, $2) AND position('/' IN substr(name, length($2) + 1)) > 0
    UNION ALL
    SELECT substr(name, length($2) + 1), id, metadata, created_at, updated_at, last_accessed_at, 1
    FROM storage.objects
    WHERE bucket_id = $1 AND starts_with(name, $2) AND position('/' IN substr(name, length($2) + 1)) = 0
  ) AS level ORDER BY rank, name COLLATE "C" LIMIT $3 OFFSET $4`;

/** The Storage server's side of the schema `storage`: it may delete, which others may not. */
export class StorageRows {
  readonly #pool: pg.Pool;

  constructor(url: string) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: 8,
      idleTimeoutMillis: 500,
      application_name: 'storage api',
      options: '-c storage.allow_delete_query=true',
    });
    // A server that stops ends idle connections; the next request says so.
    this.#pool.on('error', () => undefined);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async buckets(): Promise<BucketRow[]> {
    return (await this.#pool.query<BucketRow>(`SELECT ${bucketColumns} FROM storage.buckets ORDER BY id`)).rows;
  }

  async bucket(id: string): Promise<BucketRow> {
    const { rows } = await this.#pool.query<BucketRow>(`SELECT ${bucketColumns} FROM storage.buckets WHERE id = $1`, [
      id,
    ]);
    if (!rows[0]) throw refusals.bucketMissing();
    return rows[0];
  }

  async createBucket(bucket: Omit<BucketRow, 'created_at' | 'updated_at'>): Promise<void> {
    const values = [bucket.id, bucket.name, bucket.public, bucket.file_size_limit, bucket.allowed_mime_types];
    await this.#unique(insertBucketSql, values);
  }

  async updateBucket(
    id: string,
    change: {
      readonly public: boolean | undefined;
      /** Undefined where it is to stay as it is. */
      readonly fileSizeLimit: number | null | undefined;
      readonly allowedMimeTypes: readonly string[] | null | undefined;
    },
  ): Promise<void> {
    const { rowCount } = await this.#pool.query(updateBucketSql, [
      id,
      change.public ?? null,
      change.fileSizeLimit !== undefined,
      change.fileSizeLimit ?? null,
      change.allowedMimeTypes !== undefined,
      change.allowedMimeTypes ?? null,
    ]);
    if (rowCount === 0) throw refusals.bucketMissing();
  }

  async deleteBucket(id: string): Promise<void> {
    await this.bucket(id);
    const { rows } = await this.#pool.query('SELECT FROM storage.objects WHERE bucket_id = $1 LIMIT 1', [id]);
    if (rows.length > 0) throw refusals.notEmpty();
    await this.#pool.query('DELETE FROM storage.buckets WHERE id = $1', [id]);
  }

  async object(bucket: string, name: string): Promise<ObjectRow> {
    const { rows } = await this.#pool.query<ObjectRow>(objectSql, [bucket, name]);
    if (!rows[0]) throw refusals.objectMissing();
    return rows[0];
  }

  async hasObject(bucket: string, name: string): Promise<boolean> {
    return (await this.#pool.query(objectSql, [bucket, name])).rows.length > 0;
  }

  /** `replaced` where there was a row, with the version that it had. */
  async putObject(row: UploadedRow): Promise<{ id: string; replaced: boolean; oldVersion: string | null }> {
    const values = [row.bucket, row.name, row.metadata, row.userMetadata ?? null, row.version];
    const rows = await this.#unique(row.upsert ? upsertSql : insertSql, values);
    const written = rows[0] as { id: string; replaced: boolean; old_version: string | null };
    return { id: written.id, replaced: written.replaced, oldVersion: written.old_version };
  }

  async moveObject(from: { bucket: string; name: string }, to: { bucket: string; name: string }, version: string) {
    await this.#unique(
      'UPDATE storage.objects SET bucket_id = $3, name = $4, version = $5 WHERE bucket_id = $1 AND name = $2',
      [from.bucket, from.name, to.bucket, to.name, version],
    );
  }

  async deleteObjects(bucket: string, names: readonly string[]): Promise<ObjectRow[]> {
    const { rows } = await this.#pool.query<ObjectRow>(
      'DELETE FROM storage.objects WHERE bucket_id = $1 AND name = ANY ($2) RETURNING *',
      [bucket, names],
    );
    return rows;
  }

  async emptyBucket(bucket: string): Promise<ObjectRow[]> {
    await this.bucket(bucket);
    const { rows } = await this.#pool.query<ObjectRow>('DELETE FROM storage.objects WHERE bucket_id = $1 RETURNING *', [
      bucket,
    ]);
    return rows;
  }

  async list(bucket: string, prefix: string, limit: number, offset: number): Promise<unknown[]> {
    return (await this.#pool.query(listSql, [bucket, prefix, limit, offset])).rows;
  }

  async #unique(sql: string, values: readonly unknown[]): Promise<unknown[]> {
    try {
      return (await this.#pool.query(sql, [...values])).rows;
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === '23505') throw refusals.duplicate();
      if (error instanceof pg.DatabaseError && error.code === '23503') throw refusals.bucketMissing();
      throw error;
    }
  }
}
