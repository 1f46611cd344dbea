create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references public.organizations on delete cascade,
  email extensions.citext not null,
  role public.member_role not null default 'member',
  token text not null default encode(extensions.gen_random_bytes(16), 'hex'),
  expires_at timestamptz not null default (now() + interval '7 days'),
  accepted_at timestamptz,
  constraint invitations_token_key unique (token),
  constraint invitations_organization_id_email_key unique (organization_id, email)
);
