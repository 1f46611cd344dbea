import type { RewrittenColumn } from './types.ts';
/** True for a value that holds an id that no user has; of a table on the source, under the name `t`. */
export declare function unmappedIdSql({ name, form }: Pick<RewrittenColumn, 'name' | 'form'>): string;
/** The value, or NULL in the place of an id that no user has. */
export declare function carriedIdSql(column: RewrittenColumn): string;
/** The value of the source as it is compared: in a text, letters of an id are small as the server writes them. */
export declare function comparedSourceSql(column: RewrittenColumn): string;
/**
 * The target's value as the source should have it: the user's old id, or the value itself where no user of the run has
 * it; `unknown` is true for an id of somebody else.
 */
export declare function returnedTargetSql(column: Pick<RewrittenColumn, 'name' | 'form'>, position: number): {
    readonly value: string;
    readonly join: string;
    readonly unknown: string;
};
/** The target's value mapped back, and the join that it needs; an id that is in no mapping becomes NULL, and differs. */
export declare function comparedTargetSql(column: RewrittenColumn, position: number): {
    readonly value: string;
    readonly join: string;
};
