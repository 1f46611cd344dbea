import type { Session } from '../postgres/session.ts';
import type { Document, TableName } from './document.ts';
import type { Tell } from './events.ts';
/** The tables whose rows are kept before this is run: those of the header, or else those that the statements change. */
export declare function affectedTables({ header, change }: Pick<Document, 'header' | 'change'>): string[];
/** Those of the tables that are on the target, as they can be backed up. Throws CutoverError. */
export declare function tablesWithRows(session: Session, keys: readonly string[]): Promise<TableName[]>;
/**
 * Backs up the affected tables into a new folder, and gives its path; undefined where there is nothing to back up.
 * `cutover restore` takes such a folder. Throws CutoverError: `backup.failed` for the disk.
 */
export declare function backupAffected(session: Session, document: Document, options: {
    readonly name: string;
    readonly folder: string;
    readonly toolVersion: string;
    readonly tell: Tell;
    readonly signal: AbortSignal | undefined;
}): Promise<string | undefined>;
