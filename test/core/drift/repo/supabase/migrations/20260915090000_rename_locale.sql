alter table public.profiles rename column time_zone to timezone;
