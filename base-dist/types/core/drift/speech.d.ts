import { type Item, type SchemaModel } from './model.ts';
/**
 * Whether a source of truth can say anything about an item that another one has: where it cannot, its silence is no
 * difference. Pure; prepared once for each model.
 */
export declare function speakerOf(model: SchemaModel): (item: Item) => boolean;
