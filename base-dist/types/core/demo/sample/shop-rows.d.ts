/** Fills the shop up to its customers and products. */
export declare const shopRowsSql: string;
