create table public.project_members (
  project_id uuid not null references public.projects on delete cascade,
  profile_id uuid not null references public.profiles on delete cascade,
  hours_per_week smallint,
  primary key (project_id, profile_id)
);
