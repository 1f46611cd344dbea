import type { Session } from '../postgres/session.ts';
import type { Tell } from './events.ts';
import { type MigrationFile, type MigrationFolder } from './folder.ts';
import { type Change, type History } from './history.ts';
/** A file that is not where the target's history says it belongs. */
export interface Move {
    readonly file: MigrationFile;
    readonly to: string;
    readonly because: string;
    readonly change: Change;
}
/**
 * The moves that a command did not come to, by what the history says. Only files that cutover applied or took back, as
 * they were then: what somebody else did, or changed since, is for people to decide. Pure.
 */
export declare function pendingMoves(folder: MigrationFolder, history: History): Move[];
/** Where a file goes once it is applied: the month is that of its history, whenever it is moved. */
export declare function appliedPath(file: Pick<MigrationFile, 'name'>, { finishedAt, startedAt }: Change): string;
export declare function plannedPath(file: Pick<MigrationFile, 'name'>): string;
/** The line of the change log about a change that is finished. Its beginning tells it from every other. */
export declare function writeChangeLog(root: string, change: Change, database: string): Promise<void>;
/** Puts a file where it belongs and writes the change log. Both may be done twice: a crash in between costs nothing. */
export declare function finishMove(root: string, { file, to, change }: Move, database: string): Promise<void>;
export interface Reconciled {
    readonly folder: MigrationFolder;
    readonly history: History;
}
/**
 * Reads folder and history, and makes up for moves that a killed command did not come to; says so for each. Nothing is
 * moved while another command is at work on the target, or with `dryRun`. Throws CutoverError.
 */
export declare function reconcile(root: string, session: Session, options: {
    readonly tell: Tell;
    readonly dryRun: boolean;
    readonly isLocked?: boolean;
}): Promise<Reconciled>;
export declare function databaseName(session: Session): Promise<string>;
