create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  hash text not null unique,
  scopes text[] not null default '{}',
  expires_at timestamptz,
  created_at timestamptz not null default now()
);
