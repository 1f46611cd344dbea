create view public.project_health with (security_invoker = true) as
  select p.id, p.name, count(t.id) filter (where t.state <> 'done') as open_tasks
  from public.projects p left join public.tasks t on t.project_id = p.id
  group by p.id, p.name;
