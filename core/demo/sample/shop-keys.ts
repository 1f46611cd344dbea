/** Keys, foreign keys and indexes of the shop: made after the rows, for that is several times faster. */
export const shopKeysSql = `
SET ROLE postgres;
SET search_path = public, extensions;

ALTER TABLE plans ADD PRIMARY KEY (code);
ALTER TABLE countries ADD PRIMARY KEY (code);
ALTER TABLE "Feature Flags" ADD PRIMARY KEY ("Flag Name");
ALTER TABLE profiles ADD PRIMARY KEY (id), ADD CONSTRAINT profiles_username_key UNIQUE (username);
ALTER TABLE organizations ADD PRIMARY KEY (id), ADD CONSTRAINT organizations_slug_key UNIQUE (slug);
ALTER TABLE memberships ADD PRIMARY KEY (organization_id, user_id);
ALTER TABLE stores ADD PRIMARY KEY (id), ADD CONSTRAINT "one store per domain" UNIQUE (domain);
ALTER TABLE subscriptions ADD PRIMARY KEY (id),
  -- A range over one number stands for equality, so the constraint needs no extension.
  ADD CONSTRAINT "one plan at a time" EXCLUDE USING gist
    (int8range(organization_id, organization_id, '[]') WITH &&, period WITH &&);
ALTER TABLE api_keys ADD PRIMARY KEY (id), ADD CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash);
ALTER TABLE events ADD PRIMARY KEY (id, occurred_at);
ALTER TABLE categories ADD PRIMARY KEY (id);
ALTER TABLE customers ADD PRIMARY KEY (id);
ALTER TABLE support_tickets ADD PRIMARY KEY (id);
ALTER TABLE products ADD PRIMARY KEY (id);
ALTER TABLE product_variants ADD PRIMARY KEY (id), ADD CONSTRAINT product_variants_sku_key UNIQUE (sku);
ALTER TABLE "Customer Addresses" ADD CONSTRAINT "Customer Addresses PK" PRIMARY KEY (id);
ALTER TABLE orders ADD PRIMARY KEY (id), ADD CONSTRAINT orders_number_key UNIQUE (number) DEFERRABLE;
ALTER TABLE reviews ADD PRIMARY KEY (id);
ALTER TABLE "stock.levels" ADD PRIMARY KEY (variant_id, warehouse) INCLUDE (on_hand);
ALTER TABLE order_items ADD PRIMARY KEY (order_id, line);
ALTER TABLE payments ADD PRIMARY KEY (id), REPLICA IDENTITY FULL;
ALTER TABLE shipments ADD PRIMARY KEY (id);
ALTER TABLE refunds ADD PRIMARY KEY (id);

ALTER TABLE profiles ADD FOREIGN KEY (id) REFERENCES auth.users ON DELETE CASCADE;
ALTER TABLE organizations ADD FOREIGN KEY (plan_code) REFERENCES plans ON UPDATE CASCADE,
  ADD FOREIGN KEY (owner_id) REFERENCES auth.users ON DELETE RESTRICT;
ALTER TABLE memberships ADD FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE,
  ADD FOREIGN KEY (user_id) REFERENCES auth.users ON DELETE CASCADE,
  ADD FOREIGN KEY (invited_by) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE stores ADD FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE,
  ADD FOREIGN KEY (country_code) REFERENCES countries;
ALTER TABLE subscriptions ADD FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE,
  ADD FOREIGN KEY (plan_code) REFERENCES plans ON UPDATE CASCADE;
ALTER TABLE api_keys ADD FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE,
  ADD FOREIGN KEY (created_by) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE events ADD FOREIGN KEY (organization_id) REFERENCES organizations ON DELETE CASCADE,
  ADD FOREIGN KEY (actor_id) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE categories ADD FOREIGN KEY (store_id) REFERENCES stores ON DELETE CASCADE,
  ADD FOREIGN KEY (parent_id) REFERENCES categories ON DELETE CASCADE;
ALTER TABLE customers ADD FOREIGN KEY (store_id) REFERENCES stores ON DELETE CASCADE,
  ADD FOREIGN KEY (user_id) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE support_tickets ADD FOREIGN KEY (store_id) REFERENCES stores ON DELETE CASCADE,
  ADD FOREIGN KEY (assigned_to) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE products ADD FOREIGN KEY (store_id) REFERENCES stores ON DELETE CASCADE,
  ADD FOREIGN KEY (category_id) REFERENCES categories;
ALTER TABLE product_variants ADD FOREIGN KEY (product_id) REFERENCES products ON DELETE CASCADE;
ALTER TABLE products ADD FOREIGN KEY (default_variant_id) REFERENCES product_variants
  DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "Customer Addresses"
  ADD CONSTRAINT "address of a customer" FOREIGN KEY (customer_id) REFERENCES customers ON DELETE CASCADE,
  ADD CONSTRAINT "address in a country" FOREIGN KEY (country_code) REFERENCES countries;
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers,
  ADD FOREIGN KEY (billing_address_id) REFERENCES "Customer Addresses",
  ADD FOREIGN KEY (shipping_address_id) REFERENCES "Customer Addresses";
ALTER TABLE reviews ADD FOREIGN KEY (product_id) REFERENCES products ON DELETE CASCADE,
  ADD FOREIGN KEY (author_id) REFERENCES auth.users ON DELETE SET NULL;
ALTER TABLE "stock.levels" ADD FOREIGN KEY (variant_id) REFERENCES product_variants ON DELETE CASCADE;
ALTER TABLE order_items ADD FOREIGN KEY (order_id) REFERENCES orders ON DELETE CASCADE,
  ADD FOREIGN KEY (variant_id) REFERENCES product_variants;
ALTER TABLE payments ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE shipments ADD FOREIGN KEY (order_id) REFERENCES orders ON DELETE CASCADE;
ALTER TABLE refunds ADD FOREIGN KEY (payment_id) REFERENCES payments,
  ADD CONSTRAINT "refund of a line" FOREIGN KEY (order_id, line) REFERENCES order_items
    MATCH SIMPLE ON DELETE SET NULL (line);

CREATE INDEX profiles_full_name_trgm ON profiles USING gin (full_name gin_trgm_ops);
CREATE INDEX memberships_user_id_idx ON memberships (user_id);
CREATE INDEX stores_location_idx ON stores USING gist (location);
CREATE INDEX events_organization_id_occurred_at_idx ON events (organization_id, occurred_at DESC);
CREATE INDEX events_payload_idx ON events_2026_q3 USING gin (payload jsonb_path_ops);
CREATE INDEX events_occurred_at_brin ON events_2026_q1 USING brin (occurred_at);
CREATE INDEX categories_store_id_parent_id_idx ON categories (store_id, parent_id);
CREATE UNIQUE INDEX "one customer per store and address" ON customers (store_id, lower(email));
CREATE INDEX customers_tags_idx ON customers USING gin (tags);
CREATE INDEX support_tickets_open_idx ON support_tickets (store_id, opened_at) WHERE state <> 'solved';
CREATE INDEX products_search_idx ON products USING gin (search);
CREATE INDEX products_title_trgm ON products USING gin (title gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX products_store_id_idx ON products (store_id) INCLUDE (title) WHERE published_at IS NOT NULL;
CREATE INDEX product_variants_product_id_idx ON product_variants (product_id);
CREATE INDEX addresses_customer_id_idx ON "Customer Addresses" (customer_id);
CREATE UNIQUE INDEX "one default address" ON "Customer Addresses" (customer_id) WHERE "isDefault";
CREATE INDEX "orders by customer, newest first" ON orders (customer_id, placed_at DESC NULLS LAST);
CREATE INDEX orders_status_idx ON orders (status) WHERE status IN ('paid', 'packed');
CREATE INDEX reviews_product_id_idx ON reviews (product_id) INCLUDE (stars);
CREATE INDEX order_items_variant_id_idx ON order_items (variant_id);
CREATE INDEX payments_order_id_idx ON payments (order_id);
CREATE INDEX shipments_tracking_code_idx ON shipments USING hash (tracking_code);
CREATE STATISTICS orders_status_currency (dependencies, ndistinct) ON status, currency FROM orders;
ALTER TABLE orders ALTER COLUMN status SET STATISTICS 200;
ALTER TABLE orders CLUSTER ON "orders by customer, newest first";

RESET search_path;
RESET ROLE;
`;
