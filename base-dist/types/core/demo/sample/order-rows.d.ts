/** Fills the shop from its products to its refunds. Sums of orders are those of their lines. */
export declare const orderRowsSql: string;
