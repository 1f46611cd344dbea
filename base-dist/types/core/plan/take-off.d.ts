import type { Guard, OwnSchemaFacts } from '../inventory/own-schema.ts';
import type { Inventory, Table } from '../inventory/types.ts';
import { type IdentifiedEntry } from './entries.ts';
import type { Step } from './types.ts';
/** What stands on tables that rows go into, and would refuse them, fire for them or make them slow. */
export interface TakeOffInput {
    readonly own: Inventory;
    readonly facts: OwnSchemaFacts;
    /** The target's own dump, from its second section on, with ids. */
    readonly entries: readonly IdentifiedEntry[];
    /** Keys of the target's tables that are emptied or filled, with their partitions and the tables they are parts of. */
    readonly touched: ReadonlySet<string>;
    /** Key of a target's table -> bytes that will come into it. */
    readonly bytes: ReadonlyMap<string, number>;
    /** True where foreign keys stay: session_replication_role keeps them from looking. */
    readonly keepForeignKeys: boolean;
}
export interface TakeOff {
    /** In an order that works; none waits for another. */
    readonly steps: readonly Step[];
    /** What was taken off, as the dump has it, to be put back by the same statements. */
    readonly entries: readonly IdentifiedEntry[];
}
/**
 * Takes indexes, keys and foreign keys off as steps that keep the server's own definition: pg_dump's statements, with
 * comments, CLUSTER, REPLICA IDENTITY, statistics targets and tablespace, are what a rollback runs and what puts them back
 * after the rows. Indexes stay where they cost nothing (the rows are few) or where something but a foreign key needs
 * them. Pure.
 */
export declare function takeOff(input: TakeOffInput): TakeOff;
/**
 * The steps that put things back, each with what takes it off again in a rollback: one that is attached goes with the
 * index that it is attached to. Pure.
 */
export declare function takenBack(steps: readonly Step[], entries: readonly IdentifiedEntry[], own: Pick<Inventory, 'indexes'>): Step[];
/**
 * Triggers and rules of the tables are switched off, table by table, and back to what they were by steps of their own:
 * their definitions stay where they are. `on` steps can be taken back where a table must be filled again. Pure.
 */
export declare function guardSteps(guards: readonly Guard[], tables: readonly Table[], after: readonly string[]): {
    readonly off: Step[];
    readonly on: Step[];
};
