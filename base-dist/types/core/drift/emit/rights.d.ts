import type { Facts, Item, SchemaModel } from '../model.ts';
/** GRANT and REVOKE that turn one set of rights into another. The facts name roles. */
export declare function rightsSql(item: Item, from: Facts, to: Facts): string[];
/** The rights that a new object gets by itself, where its maker is the owner that the model names. */
export declare function initialRights(item: Item, model: SchemaModel): Facts;
