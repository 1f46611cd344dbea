import { type Conversion, type Lacking, type Meeting } from '../inventory/meet.ts';
import type { Constraint, Inventory, SchemaObject } from '../inventory/types.ts';
import { type Scope } from './scope.ts';
export interface LeftOut {
    /** A table's key, or the kind and name of something else. */
    readonly table: string;
    readonly reason: string;
}
/** The part of a source that a run carries, and what of the schemas that it reads stays behind. */
export interface CarriedSource {
    readonly source: Inventory;
    readonly leftOut: readonly LeftOut[];
    /** Columns and tables that the target has not: without data in them nothing is lost. */
    readonly lacking: readonly Lacking[];
    /** Columns of the target that must have a value and get none. */
    readonly unfilled: readonly string[];
    /** Where the schema is the target's own: columns that have another type there. */
    readonly conversions: readonly Conversion[];
    /** Likewise: counters of the target's that none of the source's stands for. */
    readonly uncounted: Meeting['uncounted'];
}
/** The publication that the Realtime service of a target listens to: tables are added to it, it is never replaced. */
export declare const realtimePublication = "supabase_realtime";
/**
 * The source as the run carries it: without what leads into schemas that stay behind, and with the tables of services
 * in the columns that the target's have too; so with all tables where the schema is the target's own. `target` must have
 * the tables of the scope's row schemas, or all where the schema is its own. Pure.
 */
export declare function carriedSource(source: Inventory, target: Inventory, scope: Scope): CarriedSource;
/** A key that points at rows which are not moved would refuse the project's own. */
export declare function reasonForeignKeyStays(constraint: Constraint, scope: Scope): string | undefined;
/** Why an object of a schema that goes whole, or of the database, stays behind all the same. Pure. */
export declare function reasonObjectStays({ kind, name, definition }: SchemaObject, scope: Scope): string | undefined;
/** Why a trigger stays behind, by its definition or the statement that makes it. */
export declare function reasonTriggerStays(definition: string, scope: Scope): string | undefined;
export declare function reasonEventTriggerStays(schema: string): string;
