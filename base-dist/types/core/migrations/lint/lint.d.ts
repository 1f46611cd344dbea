import type { MigrationFile, MigrationFolder } from '../folder.ts';
import type { Catalog, Finding } from './types.ts';
export interface LintReport {
    /** By file, then by line. */
    readonly findings: readonly Finding[];
    /** Files that were looked at. */
    readonly files: number;
}
export interface LintRequest {
    readonly folder: MigrationFolder;
    /** The files to look at, in their order; tables that earlier ones create hold no rows for later ones. */
    readonly files: readonly MigrationFile[];
    /** What is known of the target; undefined without a connection. */
    readonly catalog: Catalog | undefined;
}
/** Looks at migrations by PostgreSQL's own parser. Needs no server. */
export declare function lintMigrations(request: LintRequest): Promise<LintReport>;
