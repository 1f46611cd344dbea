create table public."_TaskWatchers" (
  "A" uuid not null references public.profiles (id) on delete cascade on update cascade,
  "B" bigint not null references public.tasks (id) on delete cascade on update cascade
);
alter table public."_TaskWatchers" add constraint "_TaskWatchers_AB_pkey" primary key ("A", "B");
create index "_TaskWatchers_B_index" on public."_TaskWatchers" ("B");
