import type { EngineConfig } from '../../config.ts';
/** Access to the API of one Supabase project. Holds a secret: memory only. */
export interface StorageSettings {
    readonly url: string;
    readonly serviceKey: string;
}
/** Whether the files go through the Storage APIs of both ends, into a folder, or nowhere. */
export type StorageMode = 'api' | 'directory' | 'none';
/** Whether files are to go through the Storage APIs, as far as the choices say; the target must have a Storage too. */
export declare function wantsApi({ options, supabase }: Pick<EngineConfig, 'options' | 'supabase'>): boolean;
