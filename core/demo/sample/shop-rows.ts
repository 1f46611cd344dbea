/** Fills the shop up to its customers and products. */
export const shopRowsSql = String.raw`
SET search_path = public, extensions;

INSERT INTO plans (code, title, monthly_price, billing, features, limits) VALUES
  ('free', 'Free', 0, 'month', '{}', '{"products": 50, "seats": 1}'),
  ('start', 'Start', 19.00, 'month', '{"own domain"}', '{"products": 1000, "seats": 3}'),
  ('grow', 'Grow', 79.00, 'month', '{"own domain","point of sale, 2 tills"}', '{"products": 20000, "seats": 15}'),
  ('scale', 'Scale', 249.50, 'year', '{"own domain","\"white-glove\" support","SSO"}',
    '{"products": null, "seats": null}');

INSERT INTO countries VALUES
  ('DE', 'Germany', 'Deutschland', 19, 'EUR'), ('DK', 'Denmark', 'Danmark', 25, 'DKK'),
  ('FR', 'France', 'France', 20, 'EUR'), ('BR', 'Brazil', 'Brasil', 17, 'BRL'), ('PL', 'Poland', 'Polska', 23, 'PLN'),
  ('JP', 'Japan', '日本', 10, 'JPY'), ('GB', 'United Kingdom', 'United Kingdom', 20, 'GBP'),
  ('US', 'United States', 'United States', 0, 'USD'), ('ES', 'Spain', 'España', 21, 'EUR'),
  ('BE', 'Belgium', 'België', 21, 'EUR'), ('CH', 'Switzerland', 'Schweiz', 8.1, 'CHF'),
  ('NZ', 'New Zealand', 'Aotearoa', 15, 'NZD');

INSERT INTO "Feature Flags" VALUES
  ('checkout: one page', true, 100, '3.2', 'Hello "you"'), ('dark_mode', true, 50, '3.4', E'C:\\themes\\dark'),
  ('Gutscheine für Gäste', false, 0, '4.0-beta', E'first line\nsecond line\twith a tab'),
  ('new search', true, 10, NULL, ''),
  ('null', false, 0, NULL, '\N'), ('🚀', false, 5, '4.1', NULL);

INSERT INTO profiles (id, username, full_name, avatar_url, locale, notify_by, preferences, created_at, updated_at)
SELECT id, COALESCE(raw_user_meta_data ->> 'user_name', 'user-' || left(id::text, 8)),
  raw_user_meta_data ->> 'full_name',
  raw_user_meta_data ->> 'avatar_url', (ARRAY['en', 'de', 'da', 'fr', 'pt', 'pl', 'ja'])[1 + pg_temp.pick(n, 31, 7)],
  CASE pg_temp.pick(n, 32, 4) WHEN 0 THEN '{}' WHEN 1 THEN '{email}' WHEN 2 THEN '{email,push}'
    ELSE '{sms,"in app"}' END::notification_channel[],
  jsonb_build_object('theme', (ARRAY['light', 'dark'])[1 + pg_temp.pick(n, 33, 2)], 'page size', 25 * (1 + n % 4)),
  created_at, updated_at
FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM auth.users) AS u;

INSERT INTO organizations (id, name, plan_code, owner_id, billing_email, settings, created_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT n, pg_temp.last_name(n) || ' & ' || pg_temp.city(n * 7) || ' Trading ' || n,
  (ARRAY['free', 'start', 'grow', 'scale'])[1 + pg_temp.pick(n, 34, 4)], pg_temp.user_id(n, 35),
  'billing+' || n || '@larkspur.example', jsonb_build_object('invoice prefix', 'L-' || n, 'dunning', n % 3 = 0),
  pg_temp.moment(n, 36, 1200), pg_temp.moment(n, 36, 90)
FROM generate_series(1, pg_temp.volume('organizations')) AS n;

INSERT INTO memberships (organization_id, user_id, roles, invited_by, joined_at)
SELECT n, pg_temp.uuid('user', 1 + (n * 7 + m) % pg_temp.volume('users')),
  CASE m WHEN 0 THEN '{owner,admin}' WHEN 1 THEN '{admin}' WHEN 2 THEN '{editor,viewer}'
    ELSE '{viewer}' END::membership_role[],
  CASE WHEN m > 0 THEN pg_temp.uuid('user', 1 + (n * 7) % pg_temp.volume('users')) END,
  pg_temp.moment(n * 10 + m, 37, 700)
FROM generate_series(1, pg_temp.volume('organizations')) AS n, generate_series(0, 3 + pg_temp.pick(n, 38, 6)) AS m;

INSERT INTO stores (id, organization_id, country_code, name, domain, open_days, opens_at, closes_at, location, theme,
  created_at)
SELECT n, pg_temp.organization_of(n), pg_temp.country(n), 'Larkspur ' || pg_temp.city(n) || ' ' || n,
  'store-' || n || '.larkspur.example',
  CASE n % 3 WHEN 0 THEN '{mon,tue,wed,thu,fri}' WHEN 1 THEN '{mon,tue,wed,thu,fri,sat}'
    ELSE '{fri,sat,sun}' END::weekday[],
  time '08:00' + n % 3 * interval '30 minutes', time '18:00' + n % 5 * interval '15 minutes',
  point(pg_temp.pick(n, 39, 36000) / 100.0 - 180, pg_temp.pick(n, 40, 14000) / 100.0 - 70),
  jsonb_build_object('accent', '#' || left(md5('accent' || n), 6), 'fonts', jsonb_build_array('Inter', 'Georgia')),
  pg_temp.moment(n, 41, 1000)
FROM generate_series(1, pg_temp.volume('stores')) AS n;

INSERT INTO subscriptions (id, organization_id, plan_code, period, seats, amount)
SELECT pg_temp.uuid('subscription', 2 * n + turn), n,
  (ARRAY['start', 'grow', 'scale'])[1 + pg_temp.pick(2 * n + turn, 42, 3)],
  CASE turn WHEN 0 THEN tstzrange('2025-01-01 00:00+00', '2026-01-01 00:00+00')
    ELSE tstzrange('2026-01-01 00:00+00', NULL) END,
  1 + pg_temp.pick(n, 43, 12), ROW(((1 + n % 9) * 19.00)::numeric(12,2),
    CASE WHEN n % 6 = 0 THEN NULL ELSE 'EUR' END)::money_amount
FROM generate_series(1, pg_temp.volume('organizations')) AS n, generate_series(0, 1) AS turn;

INSERT INTO api_keys (id, organization_id, created_by, label, key_hash, scopes, allowed_from, expires_at,
  last_used_at)
SELECT pg_temp.uuid('key', 2 * n + turn), n, pg_temp.user_id(n, 44),
  (ARRAY['Warehouse', 'Web shop', 'O''Neil''s till'])[1 + n % 3],
  sha256(convert_to('key ' || n || turn, 'UTF8')), '{orders:read,stock:write}',
  CASE WHEN turn = 1 THEN '{10.0.0.0/8,2001:db8::/32}'::cidr[] END,
  CASE WHEN turn = 0 THEN 'infinity' ELSE pg_temp.moment(n, 45, 30) + interval '1 year' END, pg_temp.moment(n, 46, 30)
FROM generate_series(1, pg_temp.volume('organizations')) AS n, generate_series(0, 1) AS turn;

INSERT INTO events (id, occurred_at, organization_id, actor_id, kind, payload, took, client_ip)
SELECT n, pg_temp.moment(n, 47, 300), 1 + pg_temp.pick(n, 48, pg_temp.volume('organizations')),
  CASE WHEN n % 8 > 0 THEN pg_temp.user_id(n, 49) END,
  (ARRAY['page.viewed', 'order.placed', 'product.updated', 'stock.counted', 'export.finished'])
    [1 + pg_temp.pick(n, 50, 5)],
  jsonb_build_object('request', md5('request' || n), 'path', '/store/' || pg_temp.store_of(n),
    'ms', pg_temp.pick(n, 51, 900) / 10.0),
  pg_temp.pick(n, 52, 5000) * interval '1 millisecond', inet '192.168.0.0' + pg_temp.pick(n, 53, 65536)
FROM generate_series(1, pg_temp.volume('events')) AS n;

INSERT INTO categories (id, store_id, parent_id, title, "order")
SELECT (store - 1) * 10 + c, store, CASE WHEN c > 3 THEN (store - 1) * 10 + 1 + c % 3 END,
  (ARRAY['Kitchen', 'Garden', 'Workshop', 'Knives', 'Seeds & bulbs', 'Hand tools', 'Pots', 'Watering', 'Sharpening',
    'Gifts'])[c], c
FROM generate_series(1, pg_temp.volume('stores')) AS store, generate_series(1, 10) AS c;

INSERT INTO customers (id, store_id, user_id, email, full_name, birthday, tags, credit, marketing_consent, created_at)
SELECT pg_temp.uuid('customer', n), pg_temp.store_of(n), CASE WHEN n % 3 = 0 THEN pg_temp.user_id(n, 54) END,
  pg_temp.mailbox(n) || '@customer.example', pg_temp.full_name(n),
  CASE WHEN n % 4 > 0 THEN date '1950-01-01' + pg_temp.pick(n, 55, 20000)::integer END,
  CASE pg_temp.pick(n, 56, 5) WHEN 0 THEN '{vip,newsletter}' WHEN 1 THEN '{"wholesale, EU"}' ELSE '{}' END::text[],
  CASE WHEN n % 10 = 0 THEN pg_temp.pick(n, 57, 10000) / 100.0 - 20 ELSE 0 END,
  CASE n % 3 WHEN 0 THEN true WHEN 1 THEN false END,
  pg_temp.moment(n, 58, 800)
FROM generate_series(1, pg_temp.volume('customers')) AS n;

INSERT INTO "Customer Addresses" (id, customer_id, country_code, "Street & No.", "ZIP", city, "isDefault")
SELECT pg_temp.uuid('address', 2 * n + a), pg_temp.uuid('customer', n), pg_temp.country(n + a),
  (ARRAY['Mühlenstraße', 'Harbour Road', 'Rue de l''Église', 'Ulica Lipowa', 'Calle Mayor'])
    [1 + pg_temp.pick(n, 59, 5)]
    || ' ' || 1 + pg_temp.pick(n + a, 60, 180), lpad(pg_temp.pick(n, 61, 100000)::text, 5, '0'), pg_temp.city(n + a),
  a = 0
FROM generate_series(1, pg_temp.volume('customers')) AS n, generate_series(0, pg_temp.addresses_of(n) - 1) AS a;

INSERT INTO support_tickets (id, store_id, assigned_to, state, subject, conversation, opened_at, solved_at)
OVERRIDING SYSTEM VALUE
SELECT 999 + n, pg_temp.store_of(n), CASE WHEN n % 5 > 0 THEN pg_temp.user_id(n, 62) END, state,
  (ARRAY['Where is my order?', 'Wrong size', 'Invoice needs our VAT number', 'Refund, please',
    'Zahlung fehlgeschlagen'])[1 + pg_temp.pick(n, 63, 5)],
  (SELECT jsonb_agg(jsonb_build_object('at', opened_at + m * interval '3 hours',
     'by', CASE m % 2 WHEN 0 THEN 'agent' ELSE 'customer' END,
     'text', (ARRAY['Thank you for writing. The parcel left our warehouse this morning.',
       E'Still nothing.\nPlease look again: order "SO-000000042".',
       'We have asked the carrier, and will come back to you within two days.',
       'That worked – danke! 🙂'])[1 + pg_temp.pick(n * 16 + m, 64, 4)]))
   FROM generate_series(1, 1 + pg_temp.pick(n, 65, 9)) AS m),
  opened_at, CASE WHEN state = 'solved' THEN opened_at + interval '2 days' END
FROM (
  SELECT n, pg_temp.moment(n, 66, 365) AS opened_at,
    (CASE pg_temp.pick(n, 67, 10) WHEN 0 THEN 'open' WHEN 1 THEN 'waiting' ELSE 'solved' END)::ticket_state AS state
  FROM generate_series(1, pg_temp.volume('support_tickets')) AS n
) AS tickets;

RESET search_path;
`;
