import type { RoleFacts } from './role-facts.ts';

/** Plain facts read from a server's catalogs. No behaviour, no connection: everything after works on these. */

export type TableKind = 'table' | 'partitioned' | 'foreign' | 'materialized-view';

export interface Column {
  readonly name: string;
  /** As `format_type` gives it. */
  readonly type: string;
  readonly typeOid: number;
  readonly notNull: boolean;
  readonly generated: 'no' | 'stored' | 'virtual';
  readonly identity: 'no' | 'always' | 'by-default';
  /** True where the binary form of a value is the same on both servers; see `core/inventory/binary.ts`. */
  readonly binarySafe: boolean;
  /** Default, or the expression of a generated column, as `pg_get_expr` gives it. */
  readonly default?: string | undefined;
  /** `schema.name` of the collation, where it is not the type's own. */
  readonly collation?: string | undefined;
}

export interface Table {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `schema.name`, the key of a table everywhere. */
  readonly key: string;
  readonly kind: TableKind;
  readonly owner: string;
  readonly persistence: 'permanent' | 'unlogged';
  readonly columns: readonly Column[];
  /** Key of the partitioned parent, where the table is a partition. */
  readonly partitionOf: string | undefined;
  /** What a partitioned table divides its rows by, as `pg_get_partkeydef` gives it. */
  readonly partitionKey?: string | undefined;
  /** The rows that a partition takes, as `pg_get_expr` gives it. */
  readonly bound?: string | undefined;
  /** Keys of classic inheritance parents. */
  readonly inherits: readonly string[];
  readonly rowSecurity: boolean;
  readonly forceRowSecurity: boolean;
  readonly hasPrimaryKey: boolean;
  /** For materialised views: false for one that was never filled. */
  readonly populated: boolean;
  /** The owning extension, for a configuration table of an extension. */
  readonly extension: string | undefined;
  /** For a configuration table: the condition (without WHERE) for the rows that are the user's, not the extension's. */
  readonly where?: string | undefined;
  /** Rows and their TOAST values, in bytes, without indexes and maps. */
  readonly bytes: number;
  readonly indexBytes: number;
  /** `reltuples` where it is known, else what the size allows to guess; never negative. */
  readonly estimatedRows: number;
  /** Length of the main fork in pages of 8 kB: the range of ctid. */
  readonly pages: number;
  /** Longest chain of foreign keys and inheritance below it; tables of one cycle share a level. */
  readonly level: number;
  /** True where the target has a table of its own, and only rows are moved. */
  readonly rowsOnly?: boolean;
  /** Why its rows stay behind although the target has the table; what refers to it is not validated. */
  readonly rowsStay?: string;
  /** Column -> what is read instead of it on the source, for values that the target could not take as they are. */
  readonly expressions?: Readonly<Record<string, string>>;
  /** Column -> what it is compared by on the source, where the target keeps it in another type. */
  readonly comparisons?: Readonly<Record<string, string>>;
  /** The target's table that the rows go into, where it is not the one of this name, or is a partitioned one. */
  readonly into?: Into;
}

/** A table of the target that rows go into. */
export interface Into {
  readonly schema: string;
  readonly name: string;
  /** True for a partitioned table, which passes the rows on to its partitions. */
  readonly tree: boolean;
  /** True where other tables' rows go there too. */
  readonly shared: boolean;
}

export interface Index {
  readonly schema: string;
  readonly name: string;
  readonly table: string;
  readonly unique: boolean;
  readonly primary: boolean;
  readonly valid: boolean;
  readonly method: string;
  /** True where not all that it orders is columns. */
  readonly expressions: boolean;
  readonly bytes: number;
  /** As `pg_get_indexdef` gives it. */
  readonly definition: string;
  /** Name of the constraint that the index stands for, on the same table. */
  readonly constraint: string | undefined;
}

export type ConstraintKind = 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclusion' | 'not-null' | 'trigger';

export interface Constraint {
  readonly schema: string;
  readonly name: string;
  readonly table: string;
  readonly kind: ConstraintKind;
  readonly validated: boolean;
  readonly deferrable: boolean;
  /** As `pg_get_constraintdef` gives it. */
  readonly definition: string;
  readonly columns: readonly string[];
  /** For foreign keys: the other table and its columns. */
  readonly references: { readonly table: string; readonly columns: readonly string[] } | undefined;
  /** True where the constraint was inherited from a partitioned parent. */
  readonly inherited: boolean;
}

export interface Sequence {
  readonly schema: string;
  readonly name: string;
  readonly key: string;
  /** Owning column, for serial and identity columns. */
  readonly ownedBy: { readonly table: string; readonly column: string } | undefined;
  /** What the target calls it, where that is another name. */
  readonly onTarget?: { readonly schema: string; readonly name: string };
  /** Of which it is a configuration sequence. */
  readonly extension?: string;
  /** Type, bounds, increment, cache and cycle, in the words of CREATE SEQUENCE. */
  readonly definition?: string | undefined;
}

export interface Extension {
  readonly name: string;
  readonly schema: string;
  readonly version: string;
  readonly relocatable: boolean;
}

export interface Schema {
  readonly name: string;
  readonly owner: string;
  /** Number of relations, functions and types in it. */
  readonly objects: number;
  /** The extension that owns the schema itself. */
  readonly extension: string | undefined;
}

/** A named object whose presence and definition are compared by verification. */
export interface SchemaObject {
  readonly kind: 'view' | 'function' | 'trigger' | 'policy' | 'type' | 'rule' | 'event-trigger' | 'publication';
  readonly name: string;
  /** A normalised definition; equal on both sides for equal objects. */
  readonly definition: string;
}

/** Insert, update and delete counters of a table since the statistics were reset: `pg_stat_user_tables`. */
export interface ChangeCounter {
  readonly table: string;
  readonly inserted: string;
  readonly updated: string;
  readonly deleted: string;
  /** `pg_relation_filenode`: TRUNCATE and rewrites move no counter, but give the table another file. */
  readonly fileNode: string;
}

/** All change counters of a database at one moment. Serialisable. */
export interface Counters {
  /**
   * The postmaster's start, `pg_stat_database.stats_reset` and the newest crash, in seconds since 1970: counters of
   * different epochs do not compare. Undefined where the server does not count changes (`track_counts` is off).
   */
  readonly epoch: string | undefined;
  readonly tables: readonly ChangeCounter[];
}

/** An object that cannot be there without an extension; see `core/inventory/dependents.ts`. */
export interface Dependent {
  readonly extension: string;
  /** `table`, `index`, `default`, `function`, …; `extension` for one that requires the other. */
  readonly kind: string;
  readonly schema: string | undefined;
  /** pg_dump's name for it: a constraint or default has its table in front. */
  readonly name: string;
  /** Key of the table or view that it belongs to. */
  readonly relation: string | undefined;
  /** The constraint, column or trigger by itself; a function's arguments. */
  readonly part: string | undefined;
  /** In the server's words: `view public.nearby`. */
  readonly described: string;
  /** A default or constraint as a dump may print it inside of its table's definition. */
  readonly texts: readonly string[];
}

/** What `--without-extension` leaves out. */
export interface Omission {
  readonly extensions: readonly string[];
  readonly objects: readonly Dependent[];
  /** Of the tables among them, which go with their rows. */
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly bytes: number }[];
}

export interface Inventory {
  /** `server_version_num`, e.g. 170010 */
  readonly serverVersion: number;
  readonly encoding: string;
  readonly collation: string;
  readonly schemas: readonly Schema[];
  readonly tables: readonly Table[];
  readonly indexes: readonly Index[];
  readonly constraints: readonly Constraint[];
  readonly sequences: readonly Sequence[];
  readonly extensions: readonly Extension[];
  readonly objects: readonly SchemaObject[];
  /** Roles that the selected schemas' owners, grants and policies name, without pg_* ones. */
  readonly roles: readonly string[];
  readonly roleFacts?: readonly RoleFacts[] | undefined;
  /** Groups of tables that refer to each other in a circle, by key. */
  readonly cycles: readonly (readonly string[])[];
  /** Materialised views in an order in which each can be refreshed. */
  readonly refreshOrder: readonly string[];
  /** OIDs of the database's large objects, in order. */
  readonly largeObjects?: readonly number[] | undefined;
  /** About how much they take together, in bytes. */
  readonly largeObjectBytes?: number | undefined;
  /** Keys of the tables that the operator's patterns left out, partitions of such tables included. */
  readonly excluded?: readonly string[] | undefined;
  /** What was asked to be left out with an extension; nothing of it is anywhere else in the inventory. */
  readonly omitted?: Omission | undefined;
}
