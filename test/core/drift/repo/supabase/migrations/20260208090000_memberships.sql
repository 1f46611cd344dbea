create type public.member_role as enum ('owner', 'admin', 'member');
create table public.memberships (
  organization_id uuid not null references public.organizations on delete cascade,
  profile_id uuid not null references public.profiles on delete cascade,
  role public.member_role not null default 'member',
  joined_at timestamptz not null default now(),
  primary key (organization_id, profile_id)
);
create index memberships_profile_id_idx on public.memberships (profile_id);
alter table public.memberships enable row level security;
