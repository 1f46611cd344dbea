create type billing.invoice_state as enum ('draft', 'sent', 'paid');
create table billing.invoices (
  id uuid primary key default gen_random_uuid(),
  subscription_id uuid not null references billing.subscriptions on delete restrict,
  number varchar(20) not null,
  state billing.invoice_state not null default 'draft',
  issued_on date not null default current_date,
  total numeric(12, 2) not null default 0,
  constraint invoices_number_key unique (number)
);
create table billing.invoice_lines (
  invoice_id uuid not null references billing.invoices on delete cascade,
  line integer not null,
  text text not null,
  quantity numeric(10, 3) not null default 1,
  price numeric(10, 2) not null,
  primary key (invoice_id, line)
);
