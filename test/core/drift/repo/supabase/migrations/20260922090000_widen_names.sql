alter table public.profiles alter column full_name type varchar(200);
