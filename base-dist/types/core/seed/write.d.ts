import { type SeedTable } from './tables.ts';
export interface SeedRequest {
    /** Read only, from its first statement. */
    readonly sourceUrl: string;
    /** As psql takes them: `public.plans`, `reference.*`. */
    readonly tables: readonly string[];
    /** Takes the text piece by piece; what it returns is waited for. */
    readonly write: (text: string) => Promise<void> | void;
    readonly onTable?: (table: string, rows: number) => void;
    readonly signal?: AbortSignal;
}
export interface SeedSummary {
    /** In the order of the file. */
    readonly tables: readonly {
        readonly table: string;
        readonly rows: number;
    }[];
    /** Foreign keys that lead out of the seed: these rows have to be there before. */
    readonly outside: readonly {
        readonly table: string;
        readonly parent: string;
    }[];
}
/**
 * Writes tables as a SQL file that may be run again and again: each row is inserted, or brought up to date where its
 * key is there with other values; rows that are equal are not touched. The same rows give the same bytes: there is no
 * time in it, and rows stand in the order of their keys, by code points. All tables are read at one moment, row by row.
 * Throws CutoverError.
 */
export declare function writeSeed(request: SeedRequest): Promise<SeedSummary>;
/**
 * `%L` quotes what the type's own output function gives, and NULL as NULL: exact for every type, where a cast to text
 * may be another function. The order of text is that of code points, the same on every server.
 */
export declare function selectSql({ schema, name, columns, key }: SeedTable): string;
