import type { Session } from '../postgres/session.ts';
import type { Inventory } from './types.ts';
/** What may fire for rows that come or go. */
export interface Guard {
    /** The table's key. */
    readonly table: string;
    readonly kind: 'TRIGGER' | 'RULE';
    readonly name: string;
    /** `O` origin, `R` replica, `A` always, `D` disabled. [pg_trigger.tgenabled, pg_rewrite.ev_enabled] */
    readonly enabled: string;
}
/** What a schema that stays has beside its inventory, as far as a run must know it to bring rows in and out again. */
export interface OwnSchemaFacts {
    readonly guards: readonly Guard[];
    /** `schema.index` of indexes that something else than a foreign key needs: a view that groups by a key, say. */
    readonly pinned: ReadonlySet<string>;
    /** `schema.index` of indexes that foreign keys need. */
    readonly referred: ReadonlySet<string>;
    /** Keys of tables that hold rows. */
    readonly filled: ReadonlySet<string>;
    /** Keys of tables that the role does not own. */
    readonly foreign: ReadonlySet<string>;
    /** Foreign keys of tables elsewhere that refer to one of these tables, in an operator's words. */
    readonly outsideKeys: readonly {
        readonly name: string;
        readonly references: string;
    }[];
}
/** Reads what a target's own schema is made of beside `own`, its inventory. Throws CutoverError. */
export declare function readOwnSchemaFacts(session: Session, own: Inventory): Promise<OwnSchemaFacts>;
