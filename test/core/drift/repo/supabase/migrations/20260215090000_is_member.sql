create function public.is_member(organization uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.memberships m where m.organization_id = organization and m.profile_id = auth.uid());
$$;
create policy "members see their organization" on public.organizations for select to authenticated
  using (public.is_member(id));
