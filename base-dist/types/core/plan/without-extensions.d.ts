import type { Inventory } from '../inventory/types.ts';
import type { IdentifiedEntry } from './entries.ts';
import type { Plan } from './types.ts';
/**
 * The dump without what `--without-extension` leaves out. Whole objects lose their entries, with their comments and
 * grants; a default or a check that pg_dump prints inside of a table's definition is cut out of it. Pure.
 */
export declare function withoutOmitted(entries: readonly IdentifiedEntry[], source: Inventory): IdentifiedEntry[];
/** What is left out and why, for the plan and the report. Tables that go are named with their rows. */
export declare function omissions({ omitted }: Inventory): Plan['leftOut'];
