/** Views, materialised views, functions and triggers of the shop. */
export declare const shopCodeSql: string;
