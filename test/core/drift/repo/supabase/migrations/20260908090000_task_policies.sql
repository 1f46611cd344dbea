alter table public.tasks enable row level security;
create policy "members read tasks" on public.tasks for select to authenticated
  using (exists (select from public.projects p where p.id = project_id and public.is_member(p.organization_id)));
create policy "members write tasks" on public.tasks for update to authenticated
  using (exists (select from public.projects p where p.id = project_id and public.is_member(p.organization_id)));
