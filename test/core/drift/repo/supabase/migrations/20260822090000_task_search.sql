create index tasks_title_trgm_idx on public.tasks using gin (title extensions.gin_trgm_ops);
