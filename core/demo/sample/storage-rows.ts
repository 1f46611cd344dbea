/** The service's migrations that have run. */
export const storageMigrationsSql = `
SET search_path = storage, extensions;

INSERT INTO migrations (id, name, hash, executed_at)
SELECT n - 1, name, encode(digest(name, 'sha1'), 'hex'), timestamp '2025-01-07 10:00:00' + n * interval '1 second'
FROM unnest(ARRAY['create-migrations-table', 'initialmigration', 'storage-schema', 'pathtoken-column',
  'add-migrations-rls', 'add-size-functions', 'change-column-name-in-get-size', 'add-rls-to-buckets',
  'add-public-to-buckets', 'fix-search-function', 'search-files-search-function',
  'add-trigger-to-auto-update-updated_at-column', 'add-automatic-avif-detection-flag', 'add-bucket-custom-limits',
  'use-bytes-for-max-size', 'add-can-insert-object-function', 'add-version', 'drop-owner-foreign-key',
  'add_owner_id_column_deprecate_owner', 'alter-default-value-objects-id', 'list-objects-with-delimiter',
  's3-multipart-uploads', 's3-multipart-uploads-big-ints', 'optimize-search-function', 'operation-function',
  'custom-metadata']) WITH ORDINALITY AS m (name, n);

RESET search_path;
`;

/** Fills `storage`: what the Storage service knows about files; the files themselves are not part of the sample. */
export const storageRowsSql = `
SET search_path = storage, extensions;

INSERT INTO buckets (id, name, created_at, updated_at, public, file_size_limit, allowed_mime_types)
SELECT id, id, '2025-01-07 11:00:00+00', '2025-01-07 11:00:00+00', public, size_limit, types
FROM (VALUES
  ('avatars', true, 1048576, ARRAY['image/webp', 'image/png']),
  ('product-images', true, 10485760, ARRAY['image/*']),
  ('invoices', false, NULL, ARRAY['application/pdf']),
  ('exports', false, NULL, NULL)
) AS b (id, public, size_limit, types);

INSERT INTO objects (id, bucket_id, name, owner, created_at, updated_at, last_accessed_at, metadata, version,
  owner_id, user_metadata)
SELECT pg_temp.uuid('object', n), bucket, CASE bucket
    WHEN 'avatars' THEN account || '/avatar-' || n || '.webp'
    WHEN 'product-images' THEN 'store ' || pg_temp.store_of(n) || '/'
      || (ARRAY['summer collection', '50% off', 'Größentabelle', 'studio'])[1 + pg_temp.pick(n, 21, 4)] || '/'
      || n || '.jpg'
    WHEN 'invoices' THEN '2026/' || lpad((1 + n % 9)::text, 2, '0') || '/SO-' || lpad(n::text, 9, '0') || '.pdf'
    ELSE account || '/' || n || '/orders.csv.gz' END,
  account, at, at, at, jsonb_build_object('eTag', '"' || md5('file' || n) || '"', 'size', size, 'mimetype', mimetype,
    'cacheControl', 'max-age=3600', 'lastModified', at, 'contentLength', size, 'httpStatusCode', 200),
  pg_temp.uuid('version', n)::text, account::text, CASE WHEN n % 7 = 0 THEN '{"uploaded-from": "web"}'::jsonb END
FROM (
  SELECT n, pg_temp.moment(n, 22, 500) AS at, pg_temp.user_id(n, 23) AS account,
    900 + pg_temp.pick(n, 24, 900000) AS size,
    (ARRAY['avatars', 'product-images', 'invoices', 'exports'])[kind] AS bucket,
    (ARRAY['image/webp', 'image/jpeg', 'application/pdf', 'application/gzip'])[kind] AS mimetype
  FROM (SELECT n, 1 + width_bucket(pg_temp.pick(n, 25, 10), ARRAY[3, 7, 9]::bigint[]) AS kind
    FROM generate_series(1, pg_temp.volume('objects')) AS n) AS kinds
) AS files;

INSERT INTO s3_multipart_uploads (id, in_progress_size, upload_signature, bucket_id, key, version, created_at)
VALUES ('larkspur-upload-1', 10485760, 'signature', 'exports', 'archive/2025.tar', 'v1', '2026-09-29 23:00:00+00');
INSERT INTO s3_multipart_uploads_parts (id, upload_id, size, part_number, bucket_id, key, etag, version, created_at)
SELECT pg_temp.uuid('part', n), 'larkspur-upload-1', 5242880, n, 'exports', 'archive/2025.tar', md5('part' || n),
  'v1',
  '2026-09-29 23:00:00+00'
FROM generate_series(1, 2) AS n;

RESET search_path;
`;
