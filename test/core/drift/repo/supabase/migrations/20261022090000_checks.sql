alter table public.projects add constraint projects_dates_check check (ends_on >= starts_on);
alter table public.task_comments add constraint task_comments_body_check check (length(body) > 0);
