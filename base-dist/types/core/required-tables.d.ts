import type { Profile } from './config.ts';
/** A table that the application cannot do without, as the profile names it. */
export interface RequiredTable {
    /** `schema.table` */
    readonly table: string;
    /** None where only the table was named. */
    readonly columns: readonly string[];
}
/** What is not there of it. */
export interface MissingPart {
    readonly table: string;
    /** The columns that are not there; undefined where the table itself is not. */
    readonly columns?: readonly string[];
}
/** A side of any kind: an inventory, a migration folder, a Prisma schema, a snapshot file. */
export type TablesThere = Iterable<{
    readonly key: string;
    readonly columns: Iterable<{
        readonly name: string;
    }>;
}>;
/** The profile's `requiredTables` in one form. Pure. */
export declare function requiredTables({ requiredTables: named }: Pick<Profile, 'requiredTables'>): RequiredTable[];
/** What of the required tables a side does not have, in the profile's order. Pure. */
export declare function missingParts(required: readonly RequiredTable[], there: TablesThere): MissingPart[];
/** `public.users`, `public.orders (total, paid_at)` */
export declare function describeMissing({ table, columns }: MissingPart): string;
