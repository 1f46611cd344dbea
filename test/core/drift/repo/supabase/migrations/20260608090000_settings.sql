create table public.settings (
  key text primary key,
  value json not null,
  changed_at timestamptz not null default current_timestamp
);
comment on table public.settings is 'one row a switch';
