/** Views, materialised views, functions and triggers of the shop. */
export const shopCodeSql = String.raw`
SET ROLE postgres;
SET search_path = public, extensions;

CREATE VIEW order_overview WITH (security_invoker = true) AS
  SELECT o.id, o.number, o.status, o.placed_at, o.total, c.full_name AS customer, s.name AS store, s.organization_id,
    (SELECT count(*) FROM order_items i WHERE i.order_id = o.id) AS lines
  FROM orders o JOIN customers c ON c.id = o.customer_id JOIN stores s ON s.id = c.store_id;
CREATE VIEW "Low Stock" AS
  SELECT v.sku, l.warehouse, l.available AS "left"
  FROM "stock.levels" l JOIN product_variants v ON v.id = l.variant_id WHERE l.available < 5;
CREATE VIEW open_tickets AS
  SELECT id, store_id, subject, opened_at FROM support_tickets WHERE state <> 'solved'
  WITH LOCAL CHECK OPTION;

CREATE MATERIALIZED VIEW store_revenue AS
  SELECT c.store_id, date_trunc('month', o.placed_at, 'UTC')::date AS month, o.currency,
    count(*) AS orders, sum(o.total) AS revenue
  FROM orders o JOIN customers c ON c.id = o.customer_id
  WHERE o.status NOT IN ('draft', 'cancelled')
  GROUP BY c.store_id, 2, o.currency;
CREATE UNIQUE INDEX store_revenue_key ON store_revenue (store_id, month, currency);
-- Refreshed after the one it reads, although it sorts before it by name.
CREATE MATERIALIZED VIEW best_stores AS
  SELECT store_id, sum(revenue) AS revenue, rank() OVER (ORDER BY sum(revenue) DESC) AS place
  FROM store_revenue GROUP BY store_id;
CREATE UNIQUE INDEX best_stores_store_id_idx ON best_stores (store_id);

CREATE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;

CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO public.profiles (id, username, full_name, avatar_url)
  VALUES (
    NEW.id,
    COALESCE(NEW.raw_user_meta_data ->> 'user_name', 'user-' || left(NEW.id::text, 8)),
    NEW.raw_user_meta_data ->> 'full_name',
    NEW.raw_user_meta_data ->> 'avatar_url'
  );
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION handle_new_user() IS 'Every account has a profile: the trigger on auth.users makes it.';

CREATE FUNCTION is_member(organization bigint, at_least membership_role DEFAULT 'viewer') RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT FROM public.memberships m
    WHERE m.organization_id = organization AND m.user_id = (SELECT auth.uid())
      AND EXISTS (SELECT FROM unnest(m.roles) AS role WHERE role <= at_least)
  )
$$;
REVOKE EXECUTE ON FUNCTION is_member(bigint, membership_role) FROM PUBLIC, anon;

CREATE FUNCTION store_organization(store bigint) RETURNS bigint
  LANGUAGE sql STABLE PARALLEL SAFE SET search_path = '' AS $$
  SELECT organization_id FROM public.stores WHERE id = store
$$;

CREATE FUNCTION order_tax(net numeric, country char(2)) RETURNS numeric LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  rate numeric;
BEGIN
  SELECT vat_rate INTO rate FROM public.countries WHERE code = country;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'There is no country with the code "%"', country USING HINT = E'See the table\tcountries.';
  END IF;
  RETURN round(net * rate / 100, 2);
END
$$;

CREATE FUNCTION search_products(query text, store bigint DEFAULT NULL, max_rows integer DEFAULT 20)
  RETURNS TABLE (id bigint, title text, rank real) LANGUAGE sql STABLE ROWS 20 SET search_path = '' AS $$
  SELECT p.id, p.title, ts_rank(p.search, websearch_to_tsquery('english', query))
  FROM public.products p
  WHERE p.search @@ websearch_to_tsquery('english', query) AND (store IS NULL OR p.store_id = store)
  ORDER BY 3 DESC LIMIT max_rows
$$;

CREATE FUNCTION reserve_stock() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE public."stock.levels" l SET reserved = l.reserved + n.quantity
  FROM (SELECT variant_id, sum(quantity)::integer AS quantity FROM added GROUP BY variant_id) n
  WHERE l.variant_id = n.variant_id AND l.warehouse = 'main';
  RETURN NULL;
END
$$;

CREATE PROCEDURE close_stale_tickets(older_than interval DEFAULT '90 days') LANGUAGE sql SET search_path = '' AS $$
  UPDATE public.support_tickets SET state = 'solved', solved_at = now()
  WHERE state = 'waiting' AND opened_at < now() - older_than
$$;

CREATE AGGREGATE product_of(numeric) (SFUNC = pg_catalog.numeric_mul, STYPE = numeric, INITCOND = '1');

CREATE TRIGGER set_updated_at BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON organizations FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER "touch orders" BEFORE UPDATE ON orders FOR EACH ROW
  WHEN (OLD.status <> NEW.status OR OLD.note IS DISTINCT FROM NEW.note) EXECUTE FUNCTION set_updated_at();
CREATE TRIGGER reserve_stock AFTER INSERT ON order_items REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION reserve_stock();
CREATE RULE "plans are never deleted" AS ON DELETE TO plans DO INSTEAD NOTHING;

CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users
  FOR EACH ROW EXECUTE FUNCTION public.handle_new_user();

RESET search_path;
RESET ROLE;
`;
