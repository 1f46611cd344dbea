create schema billing;
grant usage on schema billing to service_role;
alter default privileges in schema billing grant all on tables to service_role;
