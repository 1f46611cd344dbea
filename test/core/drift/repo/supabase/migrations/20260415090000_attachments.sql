create table public.attachments (
  id uuid primary key default gen_random_uuid(),
  task_id bigint not null references public.tasks on delete cascade,
  bucket text not null default 'attachments',
  path text not null,
  bytes bigint not null,
  checksum bytea,
  created_at timestamptz not null default now(),
  constraint attachments_bucket_path_key unique (bucket, path)
);
insert into storage.buckets (id, name, public) values ('attachments', 'attachments', false);
create policy "members read attachments" on storage.objects for select to authenticated
  using (bucket_id = 'attachments');
