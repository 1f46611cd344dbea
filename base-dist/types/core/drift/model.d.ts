/** The one normalised form of a schema, whatever it was read from: plain data, comparable, serialisable. */
/** What is compared, in an order in which it can be made. */
export declare const driftKinds: readonly ['schema', 'extension', 'enum', 'domain', 'type', 'sequence', 'function', 'table', 'column', 'primary-key', 'unique', 'check', 'exclusion', 'index', 'foreign-key', 'view', 'rule', 'trigger', 'policy', 'default-privileges', 'grant', 'comment'];
export type DriftKind = (typeof driftKinds)[number];
/** A source of truth, by the word that flags and output use for it. */
export declare const truthNames: readonly ['source', 'target', 'migrations', 'prisma', 'snapshot'];
export type TruthName = (typeof truthNames)[number];
/** Normalised values by name: `{type: 'text', notNull: 'yes', default: ''}`. A fact that is not there is not known. */
export type Facts = Readonly<Record<string, string>>;
export interface Item {
    readonly kind: DriftKind;
    /** As an operator reads it: `public.users.email`. Unique among items of a kind. */
    readonly name: string;
    /** The name's parts, outermost first: schema, then table or object, then what is in it. */
    readonly path: readonly string[];
    /** Id of what it is a part of: without that one there is nothing to say about it. */
    readonly of?: string;
    readonly facts: Facts;
    /** Who owns it: an owner's own rights are none that were granted. Neither compared nor hashed. */
    readonly owner?: string;
    /** The place of a column among those of its table, from 0. Neither compared nor hashed. */
    readonly at?: number;
    /** The server's own statement that makes it, where facts alone do not. Neither compared nor hashed. */
    readonly ddl?: string;
    /** The statement that removes it, where its path does not say it. */
    readonly undo?: string;
    /** Ids of what must be there first, beyond `of`. */
    readonly needs?: readonly string[];
    /** False where only a server can say it: a partial index, an expression. Prisma knows no such thing. */
    readonly plain?: false;
}
export interface SchemaModel {
    readonly truth: TruthName;
    /** What it was read from, without secrets: `shop on db.example`, `supabase/migrations (40 files)`. */
    readonly label: string;
    /** What it can speak of: everything, or what Prisma's schema language has words for. */
    readonly vocabulary: 'postgresql' | 'prisma';
    /** `server_version_num`; 0 where no server was involved. */
    readonly serverVersion: number;
    /** Schemas that it was read from. A server speaks of any other one of the project's too: it does not have it. */
    readonly schemas: readonly string[];
    /** Where only some schemas were asked for: these. */
    readonly only?: readonly string[];
    readonly items: readonly Item[];
    /** Ids that it has deliberately nothing to say about, parts included: `@@ignore`, what the platform brings. */
    readonly silent: readonly string[];
    /** Kinds that it could speak of and was told not to. */
    readonly mute?: readonly DriftKind[];
    /** What the operator must know about this reading. */
    readonly notes: readonly string[];
    /** For files with an order: which of them a database says that it has applied. */
    readonly history?: History;
}
/** One migration file, or one row of a database's own list of them. */
export interface HistoryEntry {
    readonly version: string;
    readonly name: string;
    /** Of the statements, without white space and comments; undefined where the database did not keep them. */
    readonly hash: string | undefined;
    /** Of a file: every name in it, to tell which of the differences it may have made. */
    readonly names?: readonly string[];
}
export type History = readonly HistoryEntry[];
export declare function idOf(item: Pick<Item, 'kind' | 'name'>): string;
export declare function byId(model: SchemaModel): Map<string, Item>;
/** Items in the order of their kinds, then by name. */
export declare function compareItems(a: Item, b: Item): number;
/**
 * A fingerprint of what a source of truth says: equal where no difference could be found between two readings by the
 * same kind of source. 64 hexadecimal digits.
 */
export declare function hashModel(model: SchemaModel): string;
