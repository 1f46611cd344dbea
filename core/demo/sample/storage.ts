/**
 * Schema `storage` with the columns and names of the Storage service as of 2026; compared with the tenant
 * migrations of supabase/storage.
 */
export const storageTablesSql = `
SET ROLE supabase_storage_admin;
SET search_path = storage;

CREATE TYPE buckettype AS ENUM ('STANDARD', 'ANALYTICS', 'VECTOR');

CREATE TABLE migrations (
  id integer PRIMARY KEY,
  name varchar(100) NOT NULL UNIQUE,
  hash varchar(40) NOT NULL,
  executed_at timestamp DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE buckets (
  id text PRIMARY KEY,
  name text NOT NULL,
  owner uuid,
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz DEFAULT now(),
  public boolean DEFAULT false,
  avif_autodetection boolean DEFAULT false,
  file_size_limit bigint,
  allowed_mime_types text[],
  owner_id text,
  type buckettype NOT NULL DEFAULT 'STANDARD'
);
COMMENT ON COLUMN buckets.owner IS 'Field is deprecated, use owner_id instead';
CREATE TABLE objects (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  bucket_id text,
  name text,
  owner uuid,
  created_at timestamptz DEFAULT now(),
  updated_at timestamptz DEFAULT now(),
  last_accessed_at timestamptz DEFAULT now(),
  metadata jsonb,
  path_tokens text[] GENERATED ALWAYS AS (string_to_array(name, '/')) STORED,
  version text,
  owner_id text,
  user_metadata jsonb
);
COMMENT ON COLUMN objects.owner IS 'Field is deprecated, use owner_id instead';
CREATE TABLE s3_multipart_uploads (
  id text PRIMARY KEY,
  in_progress_size bigint NOT NULL DEFAULT 0,
  upload_signature text NOT NULL,
  bucket_id text NOT NULL REFERENCES buckets,
  key text COLLATE "C" NOT NULL,
  version text NOT NULL,
  owner_id text,
  created_at timestamptz NOT NULL DEFAULT now(),
  user_metadata jsonb,
  metadata jsonb
);
CREATE TABLE s3_multipart_uploads_parts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  upload_id text NOT NULL REFERENCES s3_multipart_uploads ON DELETE CASCADE,
  size bigint NOT NULL DEFAULT 0,
  part_number integer NOT NULL,
  bucket_id text NOT NULL REFERENCES buckets,
  key text COLLATE "C" NOT NULL,
  etag text NOT NULL,
  owner_id text,
  version text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX bname ON buckets (name);
CREATE INDEX idx_multipart_uploads_list ON s3_multipart_uploads (bucket_id, key, created_at);

CREATE FUNCTION foldername(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  parts text[] := string_to_array(name, '/');
BEGIN
  RETURN parts[1 : array_length(parts, 1) - 1];
END
$$;
CREATE FUNCTION filename(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)];
END
$$;
CREATE FUNCTION extension(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN reverse(split_part(reverse(storage.filename(name)), '.', 1));
END
$$;
CREATE FUNCTION update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END
$$;
CREATE FUNCTION protect_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF COALESCE(current_setting('storage.allow_delete_query', true), 'false') <> 'true' THEN
    RAISE EXCEPTION 'Direct deletion from storage tables is not allowed. Use the Storage API instead.'
      USING HINT = 'Files would be left behind without their rows.', ERRCODE = '42501';
  END IF;
  RETURN NULL;
END
$$;

RESET search_path;
RESET ROLE;
`;

/** What stands on the rows: keys, indexes and the service's triggers. */
export const storageKeysSql = `
SET ROLE supabase_storage_admin;
SET search_path = storage;

ALTER TABLE objects ADD PRIMARY KEY (id),
  ADD CONSTRAINT "objects_bucketId_fkey" FOREIGN KEY (bucket_id) REFERENCES buckets;
CREATE UNIQUE INDEX bucketid_objname ON objects (bucket_id, name);
CREATE INDEX name_prefix_search ON objects (name text_pattern_ops);
CREATE INDEX idx_objects_bucket_id_name ON objects (bucket_id, name COLLATE "C");
CREATE TRIGGER update_objects_updated_at BEFORE UPDATE ON objects
  FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
CREATE TRIGGER protect_objects_delete BEFORE DELETE ON objects
  FOR EACH STATEMENT EXECUTE FUNCTION protect_delete();
CREATE TRIGGER protect_buckets_delete BEFORE DELETE ON buckets
  FOR EACH STATEMENT EXECUTE FUNCTION protect_delete();
ALTER TABLE buckets ENABLE ROW LEVEL SECURITY;
ALTER TABLE objects ENABLE ROW LEVEL SECURITY;
ALTER TABLE migrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE s3_multipart_uploads ENABLE ROW LEVEL SECURITY;
ALTER TABLE s3_multipart_uploads_parts ENABLE ROW LEVEL SECURITY;

RESET search_path;
RESET ROLE;
`;

/** The project's own policies on the service's table. */
export const storagePoliciesSql = `
CREATE POLICY "Avatars can be seen by everybody" ON storage.objects FOR SELECT USING (bucket_id = 'avatars');
CREATE POLICY "People change their own avatar" ON storage.objects FOR ALL TO authenticated
  USING (bucket_id = 'avatars' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text)
  WITH CHECK (bucket_id = 'avatars' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);
CREATE POLICY "Owners read their invoices" ON storage.objects FOR SELECT TO authenticated
  USING (bucket_id = 'invoices' AND owner_id = (SELECT auth.uid())::text);
`;
