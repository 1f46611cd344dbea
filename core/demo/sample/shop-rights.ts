/** Row security, grants, comments and the Realtime publication of the shop. */
export const shopRightsSql = `
SET ROLE postgres;
SET search_path = public, extensions;

DO $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'countries'
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
  END LOOP;
END
$$;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;

CREATE POLICY "Plans are public" ON plans FOR SELECT TO anon, authenticated USING (true);
CREATE POLICY "Flags that are on" ON "Feature Flags" FOR SELECT USING ("isOn");
CREATE POLICY "Profiles are visible to signed-in users" ON profiles FOR SELECT TO authenticated USING (true);
CREATE POLICY "Users change their own profile" ON profiles FOR UPDATE TO authenticated
  USING (id = (SELECT auth.uid())) WITH CHECK (id = (SELECT auth.uid()));
CREATE POLICY "Members see their organization" ON organizations FOR SELECT TO authenticated USING (is_member(id));
CREATE POLICY "Owners run their organization" ON organizations TO authenticated
  USING (owner_id = (SELECT auth.uid())) WITH CHECK (owner_id = (SELECT auth.uid()));
CREATE POLICY "Members see each other" ON memberships FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()) OR is_member(organization_id));
CREATE POLICY "Stores are public" ON stores FOR SELECT USING (true);
CREATE POLICY "Editors change stores" ON stores FOR UPDATE TO authenticated
  USING (is_member(organization_id, 'editor'));
CREATE POLICY "Admins see the bill" ON subscriptions FOR SELECT TO authenticated
  USING (is_member(organization_id, 'admin'));
CREATE POLICY "Admins see keys" ON api_keys FOR SELECT TO authenticated USING (is_member(organization_id, 'admin'));
CREATE POLICY "Keys need a second factor" ON api_keys AS RESTRICTIVE TO authenticated
  USING ((SELECT auth.jwt() ->> 'aal') = 'aal2');
CREATE POLICY "Members read events" ON events FOR SELECT TO authenticated USING (is_member(organization_id));
CREATE POLICY "Categories are public" ON categories FOR SELECT USING (true);
CREATE POLICY "Customers see themselves" ON customers FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()) OR is_member(store_organization(store_id)));
CREATE POLICY "Published products are public" ON products FOR SELECT USING (published_at IS NOT NULL);
CREATE POLICY "Variants are public" ON product_variants FOR SELECT USING (true);
CREATE POLICY "Customers see their addresses" ON "Customer Addresses" TO authenticated
  USING (EXISTS (SELECT FROM customers c WHERE c.id = customer_id AND c.user_id = (SELECT auth.uid())));
CREATE POLICY "Customers see their orders" ON orders FOR SELECT TO authenticated
  USING (EXISTS (SELECT FROM customers c WHERE c.id = customer_id AND c.user_id = (SELECT auth.uid())));
CREATE POLICY "Reviews are public" ON reviews FOR SELECT USING (true);
CREATE POLICY "Authors write reviews" ON reviews FOR INSERT TO authenticated
  WITH CHECK (author_id = (SELECT auth.uid()));
CREATE POLICY "Lines of own orders" ON order_items FOR SELECT TO authenticated
  USING (EXISTS (SELECT FROM orders o WHERE o.id = order_id));
CREATE POLICY "Agents work on tickets" ON support_tickets TO authenticated
  USING (assigned_to = (SELECT auth.uid()) OR is_member(store_organization(store_id)));

REVOKE ALL ON profiles FROM anon, authenticated;
GRANT SELECT (id, username, full_name, avatar_url) ON profiles TO anon, authenticated;
GRANT UPDATE (full_name, avatar_url, locale, notify_by, preferences) ON profiles TO authenticated;
REVOKE ALL ON api_keys, refunds FROM anon;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON events, store_revenue, best_stores FROM anon, authenticated;
REVOKE ALL ON FUNCTION handle_new_user() FROM PUBLIC, anon, authenticated;
GRANT SELECT ON "Low Stock" TO authenticated WITH GRANT OPTION;

COMMENT ON TABLE profiles IS 'What others may see of an account. One row for each row of auth.users.';
COMMENT ON TABLE "Feature Flags" IS
  'Read by the shop''s front end at start; "Roll-out %" is of sessions, not of users.';
COMMENT ON COLUMN "Feature Flags"."says ""hello""" IS 'A greeting; may hold "quotes", a backslash (\\) and a
second line.';
COMMENT ON TABLE events IS 'What happened, by quarter. Partitions older than two years are detached.';
COMMENT ON COLUMN product_variants."Größe" IS 'Size as printed on the label – not translated.';
COMMENT ON VIEW order_overview IS 'Orders with the names that support needs; respects the row security of its reader.';
COMMENT ON MATERIALIZED VIEW store_revenue IS 'Refreshed every night.';
COMMENT ON CONSTRAINT "one plan at a time" ON subscriptions IS 'Periods of one organization never overlap.';
COMMENT ON POLICY "Keys need a second factor" ON api_keys IS 'Restrictive: holds in addition to the others.';
COMMENT ON TRIGGER reserve_stock ON order_items IS 'Once for each statement, whatever the number of lines.';
COMMENT ON INDEX "orders by customer, newest first" IS 'For the account page.';

RESET search_path;
RESET ROLE;

CREATE PUBLICATION supabase_realtime FOR TABLE public.orders, public.support_tickets, public."stock.levels";
ALTER PUBLICATION supabase_realtime OWNER TO postgres;
COMMENT ON TRIGGER on_auth_user_created ON auth.users IS 'Belongs to the project, not to Supabase Auth.';
`;
