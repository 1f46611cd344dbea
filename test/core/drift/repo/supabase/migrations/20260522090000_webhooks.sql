create table public.webhooks (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations on delete cascade,
  url text not null,
  events text[] not null default array['task.created', 'task.done'],
  enabled boolean not null default true
);
create table public.webhook_deliveries (
  id bigserial primary key,
  webhook_id uuid not null references public.webhooks on delete cascade,
  status integer,
  attempt smallint not null default 1,
  request jsonb not null,
  response text,
  sent_at timestamptz not null default now()
);
create index webhook_deliveries_webhook_id_sent_at_idx on public.webhook_deliveries (webhook_id, sent_at);
