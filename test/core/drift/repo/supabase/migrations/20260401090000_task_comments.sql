create table public.task_comments (
  id bigserial primary key,
  task_id bigint not null references public.tasks on delete cascade,
  author_id uuid not null references public.profiles,
  body text not null,
  created_at timestamptz not null default now(),
  edited_at timestamptz
);
create index task_comments_task_id_created_at_idx on public.task_comments (task_id, created_at desc);
