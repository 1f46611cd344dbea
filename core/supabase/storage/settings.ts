/** Access to the API of one Supabase project. Holds a secret: memory only. */
export interface StorageSettings {
  readonly url: string;
  readonly serviceKey: string;
}

/** Whether the files go through the Storage APIs of both ends, into a folder, or nowhere. */
export type StorageMode = 'api' | 'directory' | 'none';
