create type public.task_state as enum ('open', 'in_progress', 'done');
create type public.task_priority as enum ('low', 'normal', 'high');
create table public.tasks (
  id bigserial primary key,
  project_id uuid not null references public.projects on delete cascade,
  parent_id bigint references public.tasks on delete cascade,
  assignee_id uuid references public.profiles on delete set null,
  title varchar(200) not null,
  body text,
  state public.task_state not null default 'open',
  priority public.task_priority not null default 'normal',
  estimate real,
  position double precision not null default 0,
  due_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index tasks_project_id_state_idx on public.tasks (project_id, state);
create index tasks_assignee_id_idx on public.tasks (assignee_id);
create trigger tasks_updated before update on public.tasks
  for each row execute function public.set_updated_at();
