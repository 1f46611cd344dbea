import type { Session } from '../postgres/session.ts';
export interface SeedColumn {
    readonly name: string;
    /** An identity that takes a value only where the INSERT insists, and none in an UPDATE. */
    readonly always: boolean;
    /** True where a collation decides its order, which servers do not share. */
    readonly collatable: boolean;
}
/** A table as it is written into a seed. */
export interface SeedTable {
    readonly oid: number;
    readonly schema: string;
    readonly name: string;
    /** All but generated ones, in their order. */
    readonly columns: readonly SeedColumn[];
    /** The columns by which a row is known again: a primary key, or a unique index without NULLs. */
    readonly key: readonly string[];
    readonly sequences: readonly {
        readonly column: string;
        readonly schema: string;
        readonly name: string;
    }[];
    /** Tables that its foreign keys lead to. `deferrable` where the check can wait for the end. */
    readonly parents: readonly {
        readonly oid: number;
        readonly name: string;
        readonly deferrable: boolean;
    }[];
}
/**
 * The tables that the patterns choose, with what a seed has to know of them, parents in front of their children and by
 * name otherwise. Throws `config.invalid` for a pattern that chooses nothing, a table without a key, and tables that
 * refer to each other in a circle.
 */
export declare function readSeedTables(session: Session, patterns: readonly string[]): Promise<SeedTable[]>;
/** Tables in an order in which each row's parent is there before it. Throws `config.invalid` for a circle. Pure. */
export declare function parentsFirst(tables: readonly SeedTable[]): SeedTable[];
