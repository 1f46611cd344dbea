import { createHash } from 'node:crypto';
import { quoteIdentifier } from '../../postgres/identifiers.ts';
import type { Session } from '../../postgres/session.ts';
import { bareCacheControl } from './names.ts';

/** A range of one bucket's names: after the first, up to and with the last; open where left out. */
export interface NameRange {
  readonly bucket: string;
  readonly after?: string;
  readonly upTo?: string;
}

/** What a row of storage.objects says. Times are text, to the microsecond. */
export interface StoredObject {
  readonly name: string;
  readonly id: string;
  readonly version: string | undefined;
  /** From the metadata; undefined where an upload never came to its end. */
  readonly size: number | undefined;
  readonly contentType: string;
  readonly cacheControl: string | undefined;
  readonly userMetadata: { readonly [key: string]: unknown } | undefined;
  readonly owner: string | undefined;
  readonly ownerId: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly accessedAt: string | undefined;
}

const columnsSql = `
  SELECT a.attname AS name
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'storage' AND c.relname = $1 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`;

/** Columns of a table of the schema storage; empty where there is none. Older servers have fewer. */
export async function storageColumns(session: Session, table: 'objects' | 'buckets'): Promise<ReadonlySet<string>> {
  return new Set((await session.query<{ name: string }>(columnsSql, [table])).map(({ name }) => name));
}

/** Rows that stand for a file: newer servers keep old versions and marks of deletion in the same table. */
export function currentCondition(columns: ReadonlySet<string>): string {
  const conditions = [
    ...(columns.has('archived_at') ? ['o.archived_at IS NULL'] : []),
    ...(columns.has('is_delete_marker') ? ['o.is_delete_marker IS NOT TRUE'] : []),
  ];
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/** A number in the metadata that the server writes; an upload that broke off has none. */
export const sizeExpression = `
  CASE WHEN pg_catalog.jsonb_typeof(o.metadata -> 'size') = 'number' THEN (o.metadata ->> 'size')::bigint END`;

const text = (column: string, columns: ReadonlySet<string>): string =>
  columns.has(column) ? `o.${column}::text` : 'NULL::text';

/**
 * Objects of a range in the order of their names, at most `limit` of them; only those of `names` where they are given.
 * `columns` are those of the table.
 */
export async function readStored(
  session: Session,
  columns: ReadonlySet<string>,
  range: NameRange,
  limit: number,
  names?: readonly string[],
): Promise<StoredObject[]> {
  const sql = `
    SELECT o.name, o.id::text AS id, ${text('version', columns)} AS version, ${sizeExpression} AS size,
      o.metadata ->> 'mimetype' AS mimetype, o.metadata ->> 'cacheControl' AS cache_control,
      ${columns.has('user_metadata') ? 'o.user_metadata' : 'NULL::jsonb'} AS user_metadata,
      ${text('owner', columns)} AS owner, ${text('owner_id', columns)} AS owner_id, o.created_at::text AS created_at,
      o.updated_at::text AS updated_at, ${text('last_accessed_at', columns)} AS last_accessed_at
    FROM storage.objects o
    WHERE o.bucket_id = $1 AND ($2::text IS NULL OR o.name COLLATE "C" > $2)
      AND ($3::text IS NULL OR o.name COLLATE "C" <= $3) AND ${currentCondition(columns)}
      AND ($5::text[] IS NULL OR o.name = ANY ($5::text[]))
    ORDER BY o.name COLLATE "C" LIMIT $4`;
  const rows = await session.query<Record<string, string | null> & { user_metadata: never }>(sql, [
    range.bucket,
    range.after ?? null,
    range.upTo ?? null,
    limit,
    names ?? null,
  ]);
  return rows.map((row) => ({
    name: row['name'] ?? '',
    id: row['id'] ?? '',
    version: row['version'] ?? undefined,
    size: row['size'] === null ? undefined : Number(row['size']),
    contentType: row['mimetype'] ?? 'application/octet-stream',
    cacheControl: bareCacheControl(row['cache_control'] ?? undefined),
    userMetadata: (row.user_metadata as { readonly [key: string]: unknown } | null) ?? undefined,
    owner: row['owner'] ?? undefined,
    ownerId: row['owner_id'] ?? undefined,
    createdAt: row['created_at'] ?? undefined,
    updatedAt: row['updated_at'] ?? undefined,
    accessedAt: row['last_accessed_at'] ?? undefined,
  }));
}

/**
 * The version that a row is loaded with: whoever finds it later knows that no file has come. It must not be NULL: the
 * server would take the upload for the old file and remove it. [facts, Storage API]
 */
export function markOf(runId: string, bucket: string, name: string): string {
  const hex = createHash('sha256').update(`${runId}\n${bucket}\n${name}`).digest('hex');
  const digits = `${hex.slice(0, 12)}5${hex.slice(13, 16)}a${hex.slice(17, 32)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Columns that a loaded row has from the source; the server sets the others when the file comes. */
const loaded = [
  ['id', 'uuid', (object: StoredObject) => object.id],
  ['owner', 'uuid', (object: StoredObject) => object.owner],
  ['owner_id', 'text', (object: StoredObject) => object.ownerId],
  ['created_at', 'timestamptz', (object: StoredObject) => object.createdAt],
  ['updated_at', 'timestamptz', (object: StoredObject) => object.updatedAt],
  ['last_accessed_at', 'timestamptz', (object: StoredObject) => object.accessedAt],
] as const;

/**
 * Loads rows without their files, so that ids, owners and times stay. Rows that are there already are left as they
 * are; the names of those that were not are given back. Inside the caller's transaction.
 */
export async function loadRows(
  session: Session,
  columns: ReadonlySet<string>,
  runId: string,
  bucket: string,
  objects: readonly StoredObject[],
): Promise<ReadonlySet<string>> {
  const carried = loaded.filter(([column]) => columns.has(column));
  const names = carried.map(([column]) => quoteIdentifier(column)).join(', ');
  const arrays = carried.map(([, type], index) => `$${index + 4}::text[]::pg_catalog.${type}[]`).join(', ');
  const sql = `
    INSERT INTO storage.objects (bucket_id, name, version, ${names})
    SELECT $1, v.name, v.version, ${carried.map(([column]) => `v.${quoteIdentifier(column)}`).join(', ')}
    FROM unnest($2::text[], $3::text[], ${arrays}) AS v (name, version, ${names})
    ON CONFLICT (bucket_id, name) DO NOTHING RETURNING name`;
  const rows = await session.query<{ name: string }>(sql, [
    bucket,
    objects.map((object) => object.name),
    objects.map((object) => markOf(runId, bucket, object.name)),
    ...carried.map(([, , value]) => objects.map((object) => value(object) ?? null)),
  ]);
  return new Set(rows.map(({ name }) => name));
}

/** Puts back what the server has changed since; needs `session_replication_role`, since a trigger would undo it. */
export async function restoreTimes(session: Session, bucket: string, objects: readonly StoredObject[]): Promise<void> {
  await session.query(
    `UPDATE storage.objects o SET updated_at = v.updated_at, last_accessed_at = v.accessed_at
     FROM unnest($2::text[], $3::text[]::pg_catalog.timestamptz[], $4::text[]::pg_catalog.timestamptz[])
       AS v (name, updated_at, accessed_at)
     WHERE o.bucket_id = $1 AND o.name = v.name`,
    [
      bucket,
      objects.map((object) => object.name),
      objects.map((object) => object.updatedAt ?? null),
      objects.map((object) => object.accessedAt ?? null),
    ],
  );
}

const versionsSql = `
  SELECT name, version FROM storage.objects WHERE bucket_id = $1 AND name = ANY ($2::text[])`;

/** Versions of the target's rows, by name. */
export async function readVersions(
  session: Session,
  bucket: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await session.query<{ name: string; version: string | null }>(versionsSql, [bucket, names]);
  return new Map(rows.map(({ name, version }) => [name, version]));
}

/** Both tables with the columns that make them a Storage service's: anything may be called storage.objects. */
const rightsSql = `
  SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND NOT pg_catalog.row_security_active(c.oid)
      AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_table_privilege(b.oid, 'SELECT')
      AND NOT pg_catalog.row_security_active(b.oid) AS reads,
    pg_catalog.has_table_privilege(c.oid, 'INSERT') AND pg_catalog.has_table_privilege(c.oid, 'UPDATE') AS writes
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class b ON b.relnamespace = n.oid AND b.relname = 'buckets' AND b.relkind IN ('r', 'p')
  WHERE n.nspname = 'storage' AND c.relname = 'objects' AND c.relkind IN ('r', 'p')
    AND 6 = (SELECT count(*) FROM pg_catalog.pg_attribute a
             WHERE a.attrelid = c.oid AND NOT a.attisdropped
               AND (a.attname IN ('id', 'bucket_id', 'name', 'created_at', 'updated_at')
                 OR (a.attname = 'metadata' AND a.atttypid = 'pg_catalog.jsonb'::pg_catalog.regtype)))`;

/** What the role may do with storage.objects; undefined where there is no such table. A policy would hide rows. */
export async function rowRights(session: Session): Promise<{ reads: boolean; writes: boolean } | undefined> {
  const [row] = await session.query<{ reads: boolean; writes: boolean }>(rightsSql);
  return row === undefined ? undefined : { reads: row.reads, writes: row.reads && row.writes };
}
