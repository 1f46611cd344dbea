create type public.notification_kind as enum ('mention', 'assigned', 'due-soon');
create table public.notifications (
  id bigserial primary key,
  profile_id uuid not null references public.profiles on delete cascade,
  kind public.notification_kind not null,
  payload jsonb not null default '{}'::jsonb,
  read_at timestamptz,
  created_at timestamptz not null default now()
);
create index notifications_unread_idx on public.notifications (profile_id) where read_at is null;
create index notifications_profile_id_created_at_idx on public.notifications (profile_id, created_at desc);
