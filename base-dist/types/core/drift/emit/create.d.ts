import type { Item, SchemaModel } from '../model.ts';
/** The model that something is made after, with what is asked of it again and again. */
export interface Blueprint {
    readonly model: SchemaModel;
    /** Columns by the id of their table, in order. */
    readonly columns: ReadonlyMap<string, readonly Item[]>;
}
export declare function blueprintOf(model: SchemaModel): Blueprint;
/** The statements that make an item; none where only a person can (a foreign table, an aggregate). Pure. */
export declare function createSql(item: Item, blueprint: Blueprint): string[];
/** The relation that an item hangs on, quoted. */
export declare function tableOf(item: Item): string;
export declare function lastName(item: Item): string;
/** `"name" type COLLATE … GENERATED …|DEFAULT … NOT NULL` */
export declare function columnDefinition(item: Item): string;
/** Switches a trigger on or off; nothing for one that simply fires. */
export declare function triggerState(item: Item, always?: boolean): string[];
/** An empty text takes the remark away. */
export declare function commentSql(item: Item, text: string): string;
/** `schema.name`, quoted; a name of ours, so that the first dot parts it. */
export declare function dotted(name: string): string;
