alter table public.profiles drop column avatar_url;
alter table public.profiles add column avatar_id uuid references public.attachments on delete set null;
