import type { DmmfField } from './dmmf.ts';
/** The type as `format_type` would print it; undefined where it is one that we have no name for. */
export declare function databaseType(field: DmmfField, enums: ReadonlyMap<string, string>): string | undefined;
export interface DefaultFacts {
    readonly increments: 'yes' | 'no';
    /** SQL; empty where there is none, undefined where Prisma does not say what the database does. */
    readonly text: string | undefined;
}
/** The default of a field as the database has it. `label` gives the database's name for a value of an enum. */
export declare function databaseDefault(field: DmmfField, label: (value: string) => string): DefaultFacts;
