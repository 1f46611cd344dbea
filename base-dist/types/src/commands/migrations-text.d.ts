import type { FolderLint, FolderStatus, MigrationEvent } from '../../core/index.ts';
/** What is told while a command is at work, as lines of a log. */
export declare function eventLines(event: MigrationEvent): string[];
/** The folder as a table, and below it what is wrong. */
export declare function statusLines({ root, exists, rows, problems, database }: FolderStatus): string[];
/** Findings by file: what, why, and the safer form. The reason of a rule is told once. */
export declare function findingLines({ root, exists, findings, files, database }: FolderLint): string[];
