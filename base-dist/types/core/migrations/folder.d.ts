/** Where a project keeps its migrations, below its root. */
export declare const defaultMigrationsFolder = "supabase/migrations";
/**
 * Where a file stands: `plain` beside Supabase's own, `planned` is written, `testing` has passed its test, `applied`
 * has been applied to a target by cutover.
 */
export type Stage = 'plain' | 'planned' | 'testing' | 'applied';
export interface MigrationFile {
    readonly version: string;
    readonly description: string;
    /** `version_description`: how it is named in commands, lists and the history. */
    readonly name: string;
    readonly stage: Stage | 'rollback';
    /** Below the folder, with slashes: `applied/2026-11/20261121140322_add_status.sql`. */
    readonly path: string;
    /** Without a byte order mark, lines ended by a line feed. Empty where the file could not be decoded. */
    readonly text: string;
    /** SHA-256 of `text`, in hex. */
    readonly hash: string;
}
export interface FolderProblem {
    readonly kind: 'name' | 'encoding' | 'duplicate' | 'lone-rollback';
    readonly path: string;
    /** A whole sentence, without the file's name. */
    readonly detail: string;
}
/** Everything in a migration folder. Plain data. */
export interface MigrationFolder {
    /** Absolute. */
    readonly root: string;
    /** False where there is no such folder: everything else is empty then. */
    readonly exists: boolean;
    /** Migrations of every stage, in the order in which they are applied. */
    readonly files: readonly MigrationFile[];
    /** The way back of a migration, by its version. */
    readonly rollbacks: ReadonlyMap<string, MigrationFile>;
    readonly problems: readonly FolderProblem[];
}
/** Files that may lie in the folder and are no migrations. */
export declare const templateNames: {
    readonly migration: 'template.sql';
    readonly rollback: 'template.rollback.sql';
};
/**
 * Reads a migration folder: plain files of Supabase, and `planned`, `testing`, `applied/YYYY-MM` and `rollbacks` below
 * it. Other folders and files that are no `.sql` are passed over, as Supabase does. What is out of form is a problem in
 * the answer, not an error. Throws `migrations.folder` where the folder or a file cannot be read.
 */
export declare function readMigrationFolder(root: string): Promise<MigrationFolder>;
/**
 * What makes the schema as the folder knows it: plain and applied files, in their order. `planned` adds what is planned
 * or in testing. Of files with one version only the first is taken, and the folder's problems name the others.
 */
export declare function schemaFiles(folder: MigrationFolder, options?: {
    readonly planned?: boolean;
}): MigrationFile[];
/**
 * The one file that `word` names: a version, a whole name, or a part of a name that no other file has.
 * Throws `config.invalid`.
 */
export declare function findMigration(files: readonly MigrationFile[], word: string): MigrationFile;
