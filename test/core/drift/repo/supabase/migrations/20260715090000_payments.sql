create table billing.payments (
  id uuid primary key default gen_random_uuid(),
  invoice_id uuid not null references billing.invoices on delete restrict,
  amount numeric(12, 2) not null,
  reference text,
  paid_at timestamptz not null default now()
);
create index payments_invoice_id_idx on billing.payments (invoice_id);
