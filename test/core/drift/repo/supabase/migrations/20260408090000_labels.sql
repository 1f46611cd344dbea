create table public.labels (
  id serial primary key,
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  color char(7) not null default '#888888',
  constraint labels_organization_id_name_key unique (organization_id, name)
);
create table public.task_labels (
  task_id bigint not null references public.tasks on delete cascade,
  label_id integer not null references public.labels on delete cascade,
  primary key (task_id, label_id)
);
