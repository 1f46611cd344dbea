alter type public.task_state add value 'blocked' before 'done';
