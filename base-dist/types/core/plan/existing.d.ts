import type { OwnSchemaFacts } from '../inventory/own-schema.ts';
import type { Inventory, Sequence, Table } from '../inventory/types.ts';
import type { PlanInput } from './build.ts';
import type { IdentifiedEntry } from './entries.ts';
import type { Plan } from './types.ts';
/** A schema that the target has, and keeps. */
export interface OwnSchema {
    readonly inventory: Inventory;
    readonly facts: OwnSchemaFacts;
    /** pg_dump's entries of the target, from its last section. */
    readonly entries: readonly IdentifiedEntry[];
    /** Sequences that count a filled column, without one of the source's to follow. */
    readonly uncounted: readonly {
        readonly sequence: Sequence;
        readonly table: Table;
    }[];
}
/**
 * Rows of the source into the schema that the target has: what stands on its tables is taken off, rows that are in the way
 * are set aside, rows come, and everything is put back as it was. `source` has the columns and places that both ends
 * agree on. Pure, as {@link buildPlan} is.
 */
export declare function buildExistingPlan(input: PlanInput, own: OwnSchema): Plan;
