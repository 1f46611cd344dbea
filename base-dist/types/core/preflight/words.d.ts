/** `1 row`, `3 rows`; thousands are set apart so that a row count can be read at a glance. */
export declare function counted(count: number, singular: string, plural?: string): string;
/** The first few by name and the number of the rest: a verdict is read on one screen. */
export declare function listed(names: readonly string[], limit?: number): string;
/** Binary units, as PostgreSQL's own `pg_size_pretty` counts: `1.4 GB` is 1.4 x 1024³ bytes. */
export declare function sized(bytes: number): string;
/** What an error says, as a sentence of a verdict: messages begin small and end without a stop. */
export declare function sentence(message: string): string;
