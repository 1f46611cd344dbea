create table billing.subscriptions (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations on delete restrict,
  plan_id text not null references billing.plans,
  seats integer not null default 1,
  started_at timestamptz not null default now(),
  cancelled_at timestamptz,
  constraint subscriptions_seats_check check (seats > 0)
);
create unique index subscriptions_organization_id_key on billing.subscriptions (organization_id);
