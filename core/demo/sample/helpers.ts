/** Rows of a table at scale 1, for those that others derive their number from. Together they lead to some 295,000. */
const rowsAtScaleOne = {
  users: 5_000,
  sessions: 6_000,
  audit_log_entries: 15_000,
  objects: 6_000,
  organizations: 200,
  stores: 300,
  customers: 9_000,
  support_tickets: 4_000,
  products: 5_000,
  orders: 20_000,
  reviews: 9_000,
  events: 50_000,
} as const;

export interface Volume {
  readonly name: string;
  readonly rows: number;
}

/** How many rows each of the leading tables gets; never less than ten, so that any scale has all kinds of rows. */
export function volumes(scale: number): readonly Volume[] {
  return Object.entries(rowsAtScaleOne).map(([name, rows]) => ({ name, rows: Math.max(10, Math.round(rows * scale)) }));
}

/** Makes one volume known to the statements of this session. */
export const setVolumeSql = `SELECT pg_catalog.set_config('sample.' || $1, $2, false)`;

/**
 * Functions for the statements that fill the tables. Every value is computed from the row's number by a hash, none
 * from random() or now(), so that two samples of the same scale are equal down to the last byte. All are simple
 * enough for the planner to put their bodies in place of the calls.
 */
export const helpersSql = `
CREATE FUNCTION pg_temp.volume(name text) RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT current_setting('sample.' || name)::bigint $$;

-- 0 to size - 1, evenly. Another seed gives another, independent value for the same row.
CREATE FUNCTION pg_temp.pick(n bigint, seed bigint, size bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT (hashint8extended(n, seed) & 9223372036854775807) % size $$;

CREATE FUNCTION pg_temp.uuid(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT overlay(overlay(md5(kind || n::text) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid $$;

-- A moment within so many days before the end of September 2026.
CREATE FUNCTION pg_temp.moment(n bigint, seed bigint, days bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS
  $$ SELECT timestamptz '2026-09-30 06:00:00+00' - pg_temp.pick(n, seed, days * 86400) * interval '1 second' $$;

CREATE FUNCTION pg_temp.user_id(n bigint, seed bigint) RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT pg_temp.uuid('user', 1 + pg_temp.pick(n, seed, pg_temp.volume('users'))) $$;

CREATE FUNCTION pg_temp.first_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['Olivia', 'Noah', 'Amélie', 'Jürgen', 'Søren', 'Zoë', 'Mateo', 'Priya', 'Kenji', 'Fatima', 'Liam',
    'Chidi', 'Ingrid', 'Paweł', 'Aroha', 'Lucía', 'Tomáš', 'Yara', 'Elif', 'Mei', 'Samuel', 'Hannah', 'Ravi',
    'Siobhan'])[1 + pg_temp.pick(n, 101, 24)]
$$;
CREATE FUNCTION pg_temp.last_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['Hartmann', 'O''Brien', 'García', 'Müller', 'Tanaka', 'Okafor', 'van der Berg', 'Kowalska',
    'Sørensen', 'Rossi', 'Yılmaz', 'Nguyễn', 'Smith-Jones', 'Dubois', 'Novák', 'Haddad', 'Chaudhary', 'Johansson', 'Lindqvist',
    'Fernandes', 'Walker', 'Kim', 'Petrov', 'Wanjiru'])[1 + pg_temp.pick(n, 102, 24)]
$$;
CREATE FUNCTION pg_temp.full_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT pg_temp.first_name(n) || ' ' || pg_temp.last_name(n) $$;
CREATE FUNCTION pg_temp.city(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['Berlin', 'København', 'Lyon', 'São Paulo', 'Kraków', 'Osaka', 'Leeds', 'Austin', 'Málaga', 'Gent',
    'Zürich', 'Wellington'])[1 + pg_temp.pick(n, 103, 12)]
$$;
CREATE FUNCTION pg_temp.country(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT (ARRAY['DE', 'DK', 'FR', 'BR', 'PL', 'JP', 'GB', 'US', 'ES', 'BE', 'CH', 'NZ'])[1 + pg_temp.pick(n, 103, 12)]
$$;

-- The name part of an address: letters of ASCII only, and the number, which makes it unique.
CREATE FUNCTION pg_temp.mailbox(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT translate(lower(pg_temp.first_name(n)), 'éüøëłíáš', 'euoeilas') || '.' || n::text
$$;

-- Which rows belong together. A store's number follows from that of its products and customers.
CREATE FUNCTION pg_temp.store_of(n bigint) RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT 1 + (n - 1) % pg_temp.volume('stores') $$;
CREATE FUNCTION pg_temp.organization_of(store bigint) RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT 1 + (store - 1) % pg_temp.volume('organizations') $$;
CREATE FUNCTION pg_temp.product_in(store bigint, n bigint, seed bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT store + pg_temp.volume('stores')
    * pg_temp.pick(n, seed, greatest(1, pg_temp.volume('products') / pg_temp.volume('stores')))
$$;
CREATE FUNCTION pg_temp.variants_of(product bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT 2 + pg_temp.pick(product, 104, 3) $$;
CREATE FUNCTION pg_temp.variant_of(product bigint, n bigint, seed bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT product * 5 + pg_temp.pick(n, seed, pg_temp.variants_of(product)) $$;
CREATE FUNCTION pg_temp.unit_price(variant bigint) RETURNS numeric LANGUAGE sql IMMUTABLE AS
  $$ SELECT ((390 + pg_temp.pick(variant, 105, 19500)) / 100.0)::numeric(12,2) $$;
CREATE FUNCTION pg_temp.customer_of(order_id bigint) RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT 1 + pg_temp.pick(order_id, 106, pg_temp.volume('customers')) $$;
CREATE FUNCTION pg_temp.addresses_of(customer bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT CASE WHEN customer % 3 = 0 THEN 2 ELSE 1 END $$;
CREATE FUNCTION pg_temp.lines_of(order_id bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
  $$ SELECT 1 + pg_temp.pick(order_id, 107, 4) $$;
CREATE FUNCTION pg_temp.status_of(order_id bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE width_bucket(pg_temp.pick(order_id, 108, 100), ARRAY[4, 9, 13, 22, 88, 94]::bigint[])
    WHEN 0 THEN 'draft' WHEN 1 THEN 'paid' WHEN 2 THEN 'packed' WHEN 3 THEN 'shipped' WHEN 4 THEN 'delivered'
    WHEN 5 THEN 'cancelled' ELSE 'returned' END
$$;
`;
