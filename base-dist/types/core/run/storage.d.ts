import type { EngineConfig, RunOptions } from '../config.ts';
import type { Emit } from '../events.ts';
import { type StorageInventory } from '../inventory/storage.ts';
import type { StoragePlan } from '../plan/storage-steps.ts';
import type { Session } from '../postgres/session.ts';
import type { StorageMode } from '../supabase/storage/settings.ts';
export interface StorageRequest {
    readonly source: Session;
    readonly target: Session;
    /** Whether the target's services have made their schemas: a table alone serves no files. */
    readonly services: boolean;
    readonly options: RunOptions;
    readonly access: EngineConfig['supabase'];
    readonly emit: Emit;
    readonly signal?: AbortSignal;
}
/**
 * What becomes of the source's files; undefined where the source has no Storage. Throws `config.invalid` where what was
 * asked for cannot be done, and says what can.
 */
export declare function planStorage(request: StorageRequest): Promise<StoragePlan | undefined>;
/** Which of both ends have a Storage service whose URL and key are known. */
export interface StorageEnds {
    readonly source: boolean;
    readonly target: boolean;
}
/** The way that was asked for, or the best that both ends allow. Pure. Throws `config.invalid`. */
export declare function chooseStorage({ storage, auth }: Pick<RunOptions, 'storage' | 'auth'>, ends: StorageEnds): {
    readonly mode: StorageMode;
    readonly reason: string;
};
/** Buckets that the target has under the source's names, with files in them. */
export declare function occupiedBuckets({ target, access, signal }: Pick<StorageRequest, 'target' | 'access' | 'signal'>, { buckets }: Pick<StorageInventory, 'buckets'>): Promise<string[]>;
