import type { Session } from '../../postgres/session.ts';
/** Facts that only a comparison of schemas needs, beside the inventory's. `$1` is the names of the schemas. */
export interface Extras {
    /** By `schema.name`: how a table is cut, and which piece of its parent it is. */
    readonly partitions: ReadonlyMap<string, {
        readonly key: string;
        readonly bound: string;
    }>;
    /** `schema.name` of indexes that belong to one of a partitioned table. */
    readonly attachedIndexes: ReadonlySet<string>;
    readonly domains: ReadonlyMap<string, Domain>;
    readonly comments: readonly CommentRow[];
    /** Pairs of ids: what is there, and what must be there for it. */
    readonly needs: ReadonlyMap<string, readonly string[]>;
}
interface Domain {
    readonly type: string;
    readonly notNull: 'yes' | 'no';
    readonly fallback: string;
    readonly collation: string;
    readonly checks: readonly {
        readonly name: string;
        readonly definition: string;
    }[];
}
export interface CommentRow {
    /** As pg_identify_object names it: `table column`, `function`. */
    readonly kind: string;
    readonly schema: string;
    /** Quoted, fit for COMMENT ON. */
    readonly identity: string;
    readonly comment: string;
    /** Id of the item that it is about, or that its object is a part of. */
    readonly of: string;
}
export declare function readExtras(session: Session, schemas: readonly string[]): Promise<Extras>;
export {};
