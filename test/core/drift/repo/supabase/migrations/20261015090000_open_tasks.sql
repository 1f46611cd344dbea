create materialized view public.open_tasks as
  select assignee_id, count(*) as tasks from public.tasks where state <> 'done' group by assignee_id;
create unique index open_tasks_assignee_id_idx on public.open_tasks (assignee_id);
