/** Keys, indexes and row security of schema `auth`, by the names that Supabase Auth gives them. */
export const authKeysSql = `
SET ROLE supabase_auth_admin;
SET search_path = auth;

ALTER TABLE schema_migrations ADD PRIMARY KEY (version);
ALTER TABLE instances ADD PRIMARY KEY (id);
ALTER TABLE users ADD PRIMARY KEY (id), ADD CONSTRAINT users_phone_key UNIQUE (phone);
ALTER TABLE identities ADD PRIMARY KEY (id),
  ADD CONSTRAINT identities_provider_id_provider_unique UNIQUE (provider_id, provider);
ALTER TABLE sessions ADD PRIMARY KEY (id);
ALTER TABLE refresh_tokens ADD PRIMARY KEY (id), ADD CONSTRAINT refresh_tokens_token_unique UNIQUE (token);
ALTER TABLE mfa_factors ADD PRIMARY KEY (id),
  ADD CONSTRAINT mfa_factors_last_challenged_at_key UNIQUE (last_challenged_at);
ALTER TABLE mfa_challenges ADD PRIMARY KEY (id);
ALTER TABLE mfa_amr_claims ADD CONSTRAINT amr_id_pk PRIMARY KEY (id),
  ADD CONSTRAINT mfa_amr_claims_session_id_authentication_method_pkey UNIQUE (session_id, authentication_method);
ALTER TABLE one_time_tokens ADD PRIMARY KEY (id);
ALTER TABLE flow_state ADD PRIMARY KEY (id);
ALTER TABLE audit_log_entries ADD PRIMARY KEY (id);
ALTER TABLE sso_providers ADD PRIMARY KEY (id);
ALTER TABLE sso_domains ADD PRIMARY KEY (id);
ALTER TABLE saml_providers ADD PRIMARY KEY (id), ADD CONSTRAINT saml_providers_entity_id_key UNIQUE (entity_id);
ALTER TABLE saml_relay_states ADD PRIMARY KEY (id);
ALTER TABLE oauth_clients ADD PRIMARY KEY (id);
ALTER TABLE oauth_authorizations ADD PRIMARY KEY (id),
  ADD CONSTRAINT oauth_authorizations_authorization_id_key UNIQUE (authorization_id),
  ADD CONSTRAINT oauth_authorizations_authorization_code_key UNIQUE (authorization_code);
ALTER TABLE oauth_consents ADD PRIMARY KEY (id),
  ADD CONSTRAINT oauth_consents_user_client_unique UNIQUE (user_id, client_id);

CREATE INDEX users_instance_id_idx ON users (instance_id);
CREATE INDEX users_instance_id_email_idx ON users (instance_id, lower(email::text));
CREATE INDEX users_is_anonymous_idx ON users (is_anonymous);
CREATE UNIQUE INDEX users_email_partial_key ON users (email) WHERE is_sso_user = false;
CREATE UNIQUE INDEX confirmation_token_idx ON users (confirmation_token) WHERE confirmation_token !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX recovery_token_idx ON users (recovery_token) WHERE recovery_token !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX email_change_token_current_idx ON users (email_change_token_current)
  WHERE email_change_token_current !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX email_change_token_new_idx ON users (email_change_token_new)
  WHERE email_change_token_new !~ '^[0-9 ]*$';
CREATE UNIQUE INDEX reauthentication_token_idx ON users (reauthentication_token)
  WHERE reauthentication_token !~ '^[0-9 ]*$';
COMMENT ON INDEX users_email_partial_key IS 'Auth: A partial unique index that applies only when is_sso_user is false';
CREATE INDEX identities_email_idx ON identities (email text_pattern_ops);
CREATE INDEX identities_user_id_idx ON identities (user_id);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);
CREATE INDEX user_id_created_at_idx ON sessions (user_id, created_at);
CREATE INDEX sessions_not_after_idx ON sessions (not_after DESC);
CREATE INDEX sessions_oauth_client_id_idx ON sessions (oauth_client_id);
CREATE INDEX refresh_tokens_instance_id_idx ON refresh_tokens (instance_id);
CREATE INDEX refresh_tokens_instance_id_user_id_idx ON refresh_tokens (instance_id, user_id);
CREATE INDEX refresh_tokens_parent_idx ON refresh_tokens (parent);
CREATE INDEX refresh_tokens_session_id_revoked_idx ON refresh_tokens (session_id, revoked);
CREATE INDEX refresh_tokens_updated_at_idx ON refresh_tokens (updated_at DESC);
CREATE INDEX mfa_factors_user_id_idx ON mfa_factors (user_id);
CREATE INDEX factor_id_created_at_idx ON mfa_factors (user_id, created_at);
CREATE UNIQUE INDEX mfa_factors_user_friendly_name_unique ON mfa_factors (friendly_name, user_id)
  WHERE TRIM(friendly_name) <> '';
CREATE UNIQUE INDEX unique_phone_factor_per_user ON mfa_factors (user_id, phone);
CREATE INDEX mfa_challenge_created_at_idx ON mfa_challenges (created_at DESC);
CREATE INDEX one_time_tokens_token_hash_hash_idx ON one_time_tokens USING hash (token_hash);
CREATE INDEX one_time_tokens_relates_to_hash_idx ON one_time_tokens USING hash (relates_to);
CREATE UNIQUE INDEX one_time_tokens_user_id_token_type_key ON one_time_tokens (user_id, token_type);
CREATE INDEX idx_auth_code ON flow_state (auth_code);
CREATE INDEX idx_user_id_auth_method ON flow_state (user_id, authentication_method);
CREATE INDEX flow_state_created_at_idx ON flow_state (created_at DESC);
CREATE INDEX audit_logs_instance_id_idx ON audit_log_entries (instance_id);
CREATE UNIQUE INDEX sso_providers_resource_id_idx ON sso_providers (lower(resource_id));
CREATE UNIQUE INDEX sso_domains_domain_idx ON sso_domains (lower(domain));
CREATE INDEX sso_domains_sso_provider_id_idx ON sso_domains (sso_provider_id);
CREATE INDEX saml_providers_sso_provider_id_idx ON saml_providers (sso_provider_id);
CREATE INDEX saml_relay_states_sso_provider_id_idx ON saml_relay_states (sso_provider_id);
CREATE INDEX saml_relay_states_for_email_idx ON saml_relay_states (for_email);
CREATE INDEX saml_relay_states_created_at_idx ON saml_relay_states (created_at DESC);
CREATE INDEX oauth_clients_deleted_at_idx ON oauth_clients (deleted_at);
CREATE INDEX oauth_auth_pending_exp_idx ON oauth_authorizations (expires_at) WHERE status = 'pending';
CREATE INDEX oauth_consents_active_client_idx ON oauth_consents (client_id) WHERE revoked_at IS NULL;
CREATE INDEX oauth_consents_user_order_idx ON oauth_consents (user_id, granted_at DESC);

ALTER TABLE identities ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE sessions ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE,
  ADD FOREIGN KEY (oauth_client_id) REFERENCES oauth_clients ON DELETE CASCADE;
ALTER TABLE refresh_tokens ADD FOREIGN KEY (session_id) REFERENCES sessions ON DELETE CASCADE;
ALTER TABLE mfa_factors ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE mfa_challenges ADD CONSTRAINT mfa_challenges_auth_factor_id_fkey
  FOREIGN KEY (factor_id) REFERENCES mfa_factors ON DELETE CASCADE;
ALTER TABLE mfa_amr_claims ADD FOREIGN KEY (session_id) REFERENCES sessions ON DELETE CASCADE;
ALTER TABLE one_time_tokens ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE sso_domains ADD FOREIGN KEY (sso_provider_id) REFERENCES sso_providers ON DELETE CASCADE;
ALTER TABLE saml_providers ADD FOREIGN KEY (sso_provider_id) REFERENCES sso_providers ON DELETE CASCADE;
ALTER TABLE saml_relay_states ADD FOREIGN KEY (sso_provider_id) REFERENCES sso_providers ON DELETE CASCADE,
  ADD FOREIGN KEY (flow_state_id) REFERENCES flow_state ON DELETE CASCADE;
ALTER TABLE oauth_authorizations ADD FOREIGN KEY (client_id) REFERENCES oauth_clients ON DELETE CASCADE,
  ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
ALTER TABLE oauth_consents ADD FOREIGN KEY (client_id) REFERENCES oauth_clients ON DELETE CASCADE,
  ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;

DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'auth'::regnamespace AND relkind = 'r' LOOP
    IF name NOT LIKE 'oauth%' THEN
      EXECUTE format('ALTER TABLE auth.%I ENABLE ROW LEVEL SECURITY', name);
    END IF;
  END LOOP;
END
$$;

RESET search_path;
RESET ROLE;
`;
