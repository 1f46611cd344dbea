create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  slug extensions.citext not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint organizations_slug_key unique (slug)
);
alter table public.organizations enable row level security;
create trigger organizations_updated before update on public.organizations
  for each row execute function public.set_updated_at();
