create type billing.plan_interval as enum ('month', 'year');
create table billing.plans (
  id text primary key,
  name text not null,
  interval billing.plan_interval not null default 'month',
  price numeric(10, 2) not null,
  currency char(3) not null default 'EUR',
  active boolean not null default true
);
