alter publication supabase_realtime add table public.tasks, public.notifications;
