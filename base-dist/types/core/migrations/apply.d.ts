import type { Direction } from './events.ts';
import { type MigrationsContext } from './target.ts';
export interface ApplyRequest {
    readonly direction: Direction;
    /** Version, name, or a part of it; the oldest that waits where it is left out, for `apply` alone. */
    readonly word: string | undefined;
    /** The target database's name, typed. */
    readonly confirm: string;
    /** Why it goes without a test that it has passed. */
    readonly untested: string | undefined;
    readonly dryRun: boolean;
    /** How long one try waits for a lock, in ms. */
    readonly lockTimeoutMs: number;
    /** How many tries there are. */
    readonly attempts: number;
}
export declare const defaultLockTimeoutMs = 3000;
export declare const defaultAttempts = 6;
export interface ApplyResult {
    readonly name: string;
    readonly direction: Direction;
    readonly database: string;
    /** Undefined in a dry run. */
    readonly seconds: number | undefined;
    /** Where the file is now, below the folder. */
    readonly path: string;
    readonly backup: string | undefined;
}
/**
 * Applies one migration to the target, or takes one back, while nobody else is at work on it. What fails leaves the
 * database and the folder as they were; what cannot run in a transaction leaves a note in the target of how far it is,
 * and goes on from there. Throws CutoverError.
 */
export declare function applyMigration(context: MigrationsContext, request: ApplyRequest): Promise<ApplyResult>;
