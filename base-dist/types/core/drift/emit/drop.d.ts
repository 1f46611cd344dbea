import type { DriftKind, Item } from '../model.ts';
/** The statements that remove an item; nothing is ever removed in cascade. */
export declare function dropSql(item: Item): string[];
/** What is lost with an item, for those that hold rows or values; what can be written again is no loss. */
export declare function lossOf(kind: DriftKind): string | undefined;
