create table public.devices (
  id uuid primary key default gen_random_uuid(),
  profile_id uuid not null references public.profiles on delete cascade,
  token text not null unique,
  platform text not null,
  last_ip inet,
  seen_at timestamptz not null default now()
);
