alter table public.tasks add column number integer;
create unique index tasks_project_id_number_key on public.tasks (project_id, number);
