/** Fills the shop from its products to its refunds. Sums of orders are those of their lines. */
export const orderRowsSql = String.raw`
SET search_path = public, extensions;

INSERT INTO products (id, store_id, category_id, default_variant_id, title, description, attributes, thumbnail,
  published_at, updated_at)
SELECT n, pg_temp.store_of(n), (pg_temp.store_of(n) - 1) * 10 + 1 + pg_temp.pick(n, 71, 10), n * 5,
  make || ' ' || thing || ' No. ' || n, 'A ' || lower(make) || ' ' || lower(thing) || ' made by hand in '
    || pg_temp.city(n * 3)
    || '. Comes in a box of recycled card'
    || CASE WHEN n % 2 = 0 THEN ', with a spare part and a care guide.' ELSE '.' END
    || repeat(' Every piece is checked twice before it leaves the workshop.', CASE WHEN n % 25 = 0 THEN 40 ELSE 0 END),
  jsonb_build_object('weight', jsonb_build_object('value', pg_temp.pick(n, 72, 5000) / 1000.0, 'unit', 'kg'),
    'tags', jsonb_build_array(thing, n % 12)),
  CASE WHEN n % 3 = 0 THEN decode('89504e470d0a1a0a'
    || repeat(md5('image' || n), 4 + pg_temp.pick(n, 73, 60)::integer), 'hex') END,
  CASE WHEN n % 12 > 0 THEN pg_temp.moment(n, 74, 600) END, pg_temp.moment(n, 75, 100)
FROM (
  SELECT n,
    (ARRAY['Copper', 'Oak', 'Enamel', 'Linen', 'Forged', 'Stoneware', 'Beeswax', 'Stainless'])[1 + pg_temp.pick(n, 76, 8)] AS make,
    (ARRAY['Kettle', 'Trowel', 'Apron', 'Knife', 'Teapot', 'Basket', 'Candle', 'Whetstone', 'Seed tray',
      'Garden fork'])[1 + pg_temp.pick(n, 77, 10)] AS thing
  FROM generate_series(1, pg_temp.volume('products')) AS n
) AS catalogue;

INSERT INTO product_variants (id, product_id, sku, "Größe", colour, unit_price, weight_kg, volume_l, barcode)
SELECT n * 5 + v, n, 'LK-' || lpad(n::text, 7, '0') || '-' || chr(65 + v::integer),
  (ARRAY['S', 'M', 'L', 'Übergröße'])[1 + v],
  (ARRAY['moss', 'clay', 'ink', NULL])[1 + pg_temp.pick(n * 5 + v, 78, 4)], pg_temp.unit_price(n * 5 + v),
  (pg_temp.pick(n * 5 + v, 79, 9000) / 1000.0)::real, pg_temp.pick(n * 5 + v, 80, 1000000) / 333333.0,
  '40' || lpad(pg_temp.pick(n * 5 + v, 81, 99999999999)::text, 11, '0')
FROM generate_series(1, pg_temp.volume('products')) AS n, generate_series(0, pg_temp.variants_of(n) - 1) AS v;

INSERT INTO "stock.levels" (variant_id, warehouse, on_hand, reserved, counted_on)
SELECT id, warehouse, pg_temp.pick(id, 82, 200), pg_temp.pick(id, 83, 20),
  date '2026-09-01' - pg_temp.pick(id, 84, 90)::integer
FROM product_variants, unnest(CASE WHEN id % 10 = 0 THEN ARRAY['main', 'Lager "Süd"'] ELSE ARRAY['main'] END)
  AS warehouse;

INSERT INTO reviews (id, product_id, author_id, stars, body, created_at)
SELECT pg_temp.uuid('review', n), 1 + pg_temp.pick(n, 85, pg_temp.volume('products')),
  CASE WHEN n % 6 > 0 THEN pg_temp.user_id(n, 86) END,
  5 - floor(sqrt(pg_temp.pick(n, 87, 25)))::integer,
  (ARRAY['Does what it should.', 'Lovely – my third one 😀', NULL, '',
    'Arrived with a scratch, but the shop''s "no questions" exchange was quick.',
    E'+ light\n+ sharp\n- the handle gets warm'])[1 + pg_temp.pick(n, 88, 6)],
  pg_temp.moment(n, 89, 500)
FROM generate_series(1, pg_temp.volume('reviews')) AS n;

INSERT INTO order_items (order_id, line, variant_id, quantity, unit_price)
SELECT order_id, line, variant, 1 + pg_temp.pick(order_id * 8 + line, 90, 3), pg_temp.unit_price(variant)
FROM (
  SELECT order_id, line, pg_temp.variant_of(
    pg_temp.product_in(pg_temp.store_of(pg_temp.customer_of(order_id)), order_id * 8 + line, 91),
    order_id * 8 + line, 92) AS variant
  FROM generate_series(1, pg_temp.volume('orders')) AS order_id,
    generate_series(1, pg_temp.lines_of(order_id)) AS line
) AS lines;

INSERT INTO orders (id, customer_id, billing_address_id, shipping_address_id, status, currency, subtotal, shipping,
  tax, discounts, "is a ""gift""", note, placed_at, updated_at)
OVERRIDING SYSTEM VALUE
SELECT n, pg_temp.uuid('customer', customer), pg_temp.uuid('address', 2 * customer),
  CASE WHEN n % 9 > 0 THEN pg_temp.uuid('address',
    2 * customer + pg_temp.pick(n, 93, pg_temp.addresses_of(customer))) END,
  pg_temp.status_of(n)::"OrderStatus", CASE pg_temp.pick(n, 94, 4) WHEN 0 THEN 'GBP' WHEN 1 THEN 'USD' ELSE 'EUR' END,
  subtotal, CASE WHEN subtotal > 100 THEN 0 ELSE 4.90 END, round(subtotal * 0.19, 2),
  CASE pg_temp.pick(n, 95, 10) WHEN 0 THEN ARRAY[ROW('WELCOME10', 10, NULL)]::discount_line[]
    WHEN 1 THEN ARRAY[ROW('"SPRING, 2026"', NULL, 5.00), ROW('LOYAL', 2.5, NULL)]::discount_line[] END,
  n % 14 = 0, CASE WHEN n % 14 = 0 THEN E'Please wrap it.\n\t— "Happy birthday!" \\o/' WHEN n % 30 = 1 THEN '' END,
  pg_temp.moment(n, 96, 270), pg_temp.moment(n, 96, 270) + interval '3 days'
FROM (
  SELECT order_id AS n, pg_temp.customer_of(order_id) AS customer, sum(line_total) AS subtotal
  FROM order_items GROUP BY order_id
) AS sums
ORDER BY n;

INSERT INTO payments (id, order_id, method, amount, provider_response, captured_at)
SELECT pg_temp.uuid('payment', id), id,
  (ARRAY['card', 'paypal', 'bank transfer', 'gift card']::payment_method[])[1 + pg_temp.pick(id, 97, 4)],
  total, json_build_object('reference', md5('payment' || id), 'risk', pg_temp.pick(id, 98, 100)),
  CASE WHEN status <> 'cancelled' THEN placed_at + interval '40 seconds' END
FROM orders WHERE status <> 'draft';

INSERT INTO shipments (id, order_id, carrier, tracking_code, shipped_at, delivered_at, route)
SELECT pg_temp.uuid('shipment', id), id, (ARRAY['DHL', 'PostNord', 'InPost', 'La Poste'])
    [1 + pg_temp.pick(id, 99, 4)],
  CASE WHEN id % 11 > 0 THEN upper(left(md5('parcel' || id), 14)) END, placed_at + interval '1 day',
  CASE WHEN status <> 'shipped' THEN placed_at + interval '4 days' END,
  CASE WHEN id % 5 > 0 THEN ARRAY[[pg_temp.city(id), 'collected'], [pg_temp.city(id + 5), 'sorted, "hub 2"']] END
FROM orders WHERE status IN ('shipped', 'delivered', 'returned');

INSERT INTO refunds (payment_id, order_id, line, refunded, reason, created_at)
SELECT pg_temp.uuid('payment', o.id), o.id, CASE WHEN o.id % 7 > 0 THEN i.line END,
  ROW(CASE WHEN o.id % 7 > 0 THEN i.line_total ELSE o.total END, o.currency)::money_amount,
  (ARRAY['Too small', 'Damaged in transit', NULL])[1 + pg_temp.pick(o.id, 100, 3)], o.placed_at + interval '9 days'
FROM orders o JOIN order_items i ON i.order_id = o.id AND i.line = 1 WHERE o.status = 'returned'
ORDER BY o.id;

DO $$
DECLARE
  c record;
BEGIN
  FOR c IN
    SELECT a.attrelid::regclass AS tab, a.attname AS col,
      pg_get_serial_sequence(a.attrelid::regclass::text, a.attname) AS seq
    FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
      AND a.attnum > 0
      AND a.atttypid IN ('integer'::regtype, 'bigint'::regtype)
  LOOP
    IF c.seq IS NOT NULL THEN
      EXECUTE format('SELECT setval(%L, (SELECT max(%I) FROM %s))', c.seq, c.col, c.tab);
    END IF;
  END LOOP;
END
$$;

RESET search_path;
`;
