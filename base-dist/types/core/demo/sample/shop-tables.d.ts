/**
 * Schema `public`: a platform for online shops. Organizations run stores, stores have products and customers,
 * customers place orders.
 *
 * 23 tables, the partitioned `events` counted as one and its partitions not. By foreign keys they lie on 8 levels,
 * 0 being the level of `auth.users`; 8 tables, marked (u), refer to `auth.users`:
 *
 *   0  plans, countries, "Feature Flags"
 *   1  profiles (u), organizations (u)
 *   2  memberships (u), stores, subscriptions, api_keys (u), events (u)
 *   3  categories (refers to itself), customers (u), support_tickets (u)
 *   4  products and product_variants (refer to each other), "Customer Addresses"
 *   5  orders, reviews (u), "stock.levels"
 *   6  order_items, payments, shipments
 *   7  refunds
 *
 * Keys, indexes and code follow once the rows are in: see `shop-keys.ts` and `shop-code.ts`.
 */
export declare const shopTablesSql: string;
