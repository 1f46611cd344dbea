import type { Phase } from '../events.ts';
import type { Into } from '../inventory/types.ts';
import type { BucketSettings } from '../supabase/storage/client.ts';
import type { NameRange } from '../supabase/storage/rows.ts';

export type StepKind =
  | 'role'
  | 'default-privileges'
  | 'event-trigger'
  | 'backup'
  | 'set-aside'
  | 'extension'
  | 'schema'
  | 'users'
  | 'copy'
  | 'bucket'
  | 'blobs'
  | 'index'
  | 'constraint'
  | 'foreign-key'
  | 'validate'
  | 'sequence'
  | 'refresh'
  | 'service'
  | 'post'
  | 'analyze'
  | 'barrier'
  | 'verify';

/** Steps that hold a table shared run together; one that holds it exclusive runs alone on it. */
export interface Hold {
  readonly table: string;
  readonly mode: 'shared' | 'exclusive';
  /** For a shared one: no more than so many at a time. */
  readonly atMost?: number;
}

/** What a step does. Serialisable: the ledger keeps it, so that a resume needs no second look at the source's schema. */
export type Action =
  /** The statements run in one transaction, together with the step's ledger row. */
  | { readonly type: 'sql'; readonly statements: readonly string[] }
  | CopyAction
  | BackupAction
  | LargeObjectsAction
  | StackUsersAction
  /** Every user is there: the mapping is written to the run's folder, and the copies that rewrite ids may begin. */
  | { readonly type: 'stack-mapping' }
  | SequenceAction
  /** The target's sequences as they stand: their positions become the step's undo. */
  | KeepPositionsAction
  /** Ids on the source. What they hold is read when the step runs, and never kept. */
  | { readonly type: 'vault-secrets' | 'cron-jobs'; readonly ids: readonly string[] }
  | { readonly type: 'analyze'; readonly schema: string; readonly name: string }
  | VerifyTableAction
  | VerifyPartAction
  | { readonly type: 'verify-schema' }
  /** `keys`, as `schema.table name`: these alone, row by row, since rows have come past them. */
  | { readonly type: 'verify-foreign-keys'; readonly keys?: readonly string[] }
  | { readonly type: 'verify-sequences' }
  | { readonly type: 'verify-large-objects'; readonly mode: 'counts' | 'checksums' }
  | { readonly type: 'verify-users' }
  | { readonly type: 'verify-plans' }
  | { readonly type: 'verify-stack-users' }
  | { readonly type: 'verify-source' }
  | StorageAction;

/** A bucket with the rules that it has on the source. */
export interface PlannedBucket extends BucketSettings {
  readonly id: string;
}

export interface StorageFilesAction extends NameRange {
  readonly type: 'storage-files';
  readonly mode: 'api' | 'directory';
  /** How the source's files are found. */
  readonly listing: 'sql' | 'api';
}

export interface VerifyFilesAction extends NameRange {
  readonly type: 'verify-files';
  readonly mode: 'api' | 'directory';
  readonly listing: 'sql' | 'api';
  /** Files that are read back, in percent. */
  readonly sample: number;
}

export type StorageAction =
  | { readonly type: 'storage-bucket' | 'storage-rules'; readonly bucket: PlannedBucket }
  /** Files of a bucket that was there are moved into another bucket. */
  | {
      readonly type: 'storage-aside';
      readonly bucket: string;
      readonly into: string;
      readonly which: 'all' | 'same-names';
    }
  | StorageFilesAction
  | { readonly type: 'storage-manifest' }
  | VerifyFilesAction
  | {
      readonly type: 'verify-storage';
      readonly mode: 'api' | 'directory';
      readonly sample: number;
      readonly buckets: readonly PlannedBucket[];
    }
  | { readonly type: 'storage-left'; readonly files: number; readonly bytes: number; readonly reason: string };

/** A column whose values are users' ids, which become those that the users have in Stack Auth. */
export interface RewrittenColumn {
  readonly name: string;
  /** `text` holds an id in its 36 characters, or anything else, which stays as it is. */
  readonly form: 'uuid' | 'text';
  /** What becomes of an id that no user has: an error, or NULL. */
  readonly unmapped: 'refuse' | 'null';
  /** True where the target keeps it in another type: ids are compared as text then. */
  readonly converted?: true;
}

/** Rows of the target are written into the run's folder before anything clears them. */
export interface BackupAction {
  readonly type: 'backup';
  /** `where` stands for the rows of an extension's configuration table that are not its own. */
  readonly tables: readonly { readonly schema: string; readonly name: string; readonly where?: string }[];
}

export interface CopyAction {
  readonly type: 'copy';
  readonly schema: string;
  readonly name: string;
  /** Non-generated columns, in the source's order. */
  readonly columns: readonly string[];
  readonly format: 'binary' | 'text';
  /** First and (exclusive) last page of a ctid range; a whole table where it is left out. The last range is open. */
  readonly pages?: { readonly from: number; readonly to: number | undefined };
  /** The rows of an extension's configuration table that belong to the user. */
  readonly where?: string;
  /** True where the table is the target's own: it cannot be truncated, and its guards must be told. */
  readonly rowsOnly?: boolean;
  /** True where the target's triggers and foreign keys do not look at the rows. */
  readonly replica?: boolean;
  /** True where the table may have other rows than the run's: nothing clears it first. */
  readonly keepsRows?: boolean;
  /** Column -> what the source gives instead of its value. */
  readonly expressions?: Readonly<Record<string, string>>;
  /** Where the rows go, if not into the table of this name. */
  readonly into?: Into;
  /** Columns that are rewritten on the way. */
  readonly rewrite?: readonly RewrittenColumn[];
  /** Statements for the table's indexes and keys, run behind its rows in the same transaction. */
  readonly indexes?: readonly string[];
}

export interface KeepPositionsAction {
  readonly type: 'keep-positions';
  readonly sequences: readonly { readonly schema: string; readonly name: string }[];
}

/** Where the source's sequence stands, for the target's. */
export interface SequenceAction {
  readonly type: 'sequence';
  readonly schema: string;
  readonly name: string;
  readonly onTarget?: { readonly schema: string; readonly name: string };
  /** True where it must not go back: the target is in use. */
  readonly forward?: boolean;
}

/** Users whose ids lie in a range, each of them created once. */
export interface StackUsersAction {
  readonly type: 'stack-users';
  /** First id; from the lowest where it is left out. */
  readonly from?: string;
  /** First id that does not belong to it; to the highest where it is left out. */
  readonly to?: string;
}

export interface LargeObjectsAction {
  readonly type: 'large-objects';
  readonly oids: readonly number[];
  /** Whether they are given to the owners that they have on the source. */
  readonly owners: boolean;
}

export interface VerifyTableAction {
  readonly type: 'verify-table';
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly mode: 'counts' | 'checksums';
  readonly where?: string;
  /** The tables whose rows the target has together, where they are several. */
  readonly together?: readonly { readonly schema: string; readonly name: string }[];
  /** Where the rows are on the target, if not in the table of this name. */
  readonly into?: Into;
  /** Column -> what the target should have instead of the source's value. */
  readonly expressions?: Readonly<Record<string, string>>;
  /** Columns that were rewritten: the target's are mapped back before they are compared. */
  readonly rewrite?: readonly RewrittenColumn[];
  /** Ids of the steps that have summed up its parts. */
  readonly parts?: readonly string[];
}

/** Rows and checksum of some pages of a large table, on both ends. */
export interface VerifyPartAction extends Omit<VerifyTableAction, 'type' | 'parts'> {
  readonly type: 'verify-part';
  /** The same pages on both ends: no row is on the same page there, but each is in one of the parts. */
  readonly pages: { readonly from: number; readonly to: number | undefined };
}

/** Rows that were set aside, and where they belong. */
export interface Restore {
  /** What empties the tables of what came since. */
  readonly clear: readonly string[];
  /** True where the target's triggers and foreign keys do not look at the rows. */
  readonly replica: boolean;
  readonly tables: readonly {
    readonly from: { readonly schema: string; readonly name: string };
    readonly into: { readonly schema: string; readonly name: string };
    readonly columns: readonly string[];
    readonly format: 'binary' | 'text';
    /** True where `clear` truncates the table, so that the rows come in the order in which they were set aside. */
    readonly fresh: boolean;
  }[];
}

export interface Step {
  readonly id: string;
  readonly kind: StepKind;
  readonly phase: Phase;
  /** What the operator reads: `copy public.orders`. */
  readonly label: string;
  readonly needs: readonly string[];
  /** Ids of steps that must have come to their end: done, failed where that is tolerated, or given up because of one. */
  readonly after?: readonly string[];
  /** Set where what comes `after` it goes on although it failed. The run has failed all the same. */
  readonly tolerated?: boolean;
  /** Bytes, as many as could be copied in the same time: what progress, ETA and the order of steps are summed from. */
  readonly weight: number;
  /** Bytes that the step has to put in order, where that is what it does: the entries of a B-tree. */
  readonly sorts?: number;
  /** Key of the table that it works on. */
  readonly table?: string;
  /** Bucket of Storage that it works on. */
  readonly bucket?: string;
  readonly holds?: readonly Hold[];
  /** Small steps of one batch kind that may run at the same time run in one transaction: fewer round trips and commits. */
  readonly batch?: 'sql' | 'copy' | 'sequence' | 'analyze' | 'verify-table';
  readonly action: Action;
  /** Statements with which a rollback takes the step back; a step without them goes with its schema. */
  readonly undo?: readonly string[];
  /** Rows that a rollback puts back, in front of `undo` and in one transaction with it. */
  readonly restore?: Restore;
  /** What finalize drops: the thing that the step set aside, under the name that it has now. */
  readonly aside?: { readonly type: string; readonly name: string };
  /** Statements that take it out of the way when its table must be copied again; it is then done anew. */
  readonly retract?: readonly string[];
  /** Number of the later copy that brought the step into a run that was held. */
  readonly later?: number;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** SHA-256 over what the steps do: two plans with one hash do the same, however much there is of it. */
  readonly hash: string;
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly bytes: number }[];
  /** What is expected of each bucket of Storage, where its files are moved. */
  readonly buckets?: readonly { readonly bucket: string; readonly files: number; readonly bytes: number }[];
  /** Tables that the operator left out, with the reason. */
  readonly leftOut: readonly { readonly table: string; readonly reason: string }[];
}
