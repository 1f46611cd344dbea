create table public.projects (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations on delete cascade,
  team_id bigint references public.teams on delete set null,
  key varchar(10) not null,
  name text not null,
  description text,
  archived boolean not null default false,
  budget numeric(12, 2),
  starts_on date,
  ends_on date,
  created_at timestamptz not null default now(),
  constraint projects_organization_id_key_key unique (organization_id, key)
);
create index projects_team_id_idx on public.projects (team_id);
