create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  email varchar(320) not null,
  full_name varchar(120),
  avatar_url text,
  locale char(5) not null default 'en-GB',
  time_zone text not null default 'UTC',
  last_seen_at timestamptz(3),
  created_at timestamptz not null default now()
);
create unique index profiles_email_key on public.profiles (email);
alter table public.profiles enable row level security;
create policy "profiles are visible to their owner" on public.profiles for select to authenticated
  using (auth.uid() = id);
