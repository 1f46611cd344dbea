create table public.audit_events (
  id bigserial primary key,
  organization_id uuid not null references public.organizations on delete restrict,
  actor_id uuid references public.profiles on delete set null,
  action text not null,
  subject text not null,
  detail jsonb,
  at timestamptz not null default now()
);
create index audit_events_organization_id_at_idx on public.audit_events (organization_id, at desc);
create index audit_events_detail_idx on public.audit_events using gin (detail jsonb_path_ops);
