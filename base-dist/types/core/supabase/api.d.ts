export type KeyKind = 'service' | 'anon' | 'unknown';
export type StorageProbe = {
    readonly reached: true;
    readonly buckets: number;
}
/** `status` is the HTTP status, where there was an answer at all. */
 | {
    readonly reached: false;
    readonly message: string;
    readonly status: number | undefined;
};
/**
 * Which of a project's keys this is: a JWT says so in its role claim, the newer keys in their prefix. Only looked at,
 * not verified. [Supabase documentation, Understanding API keys]
 */
export declare function keyKind(key: string): KeyKind;
/** Asks the Storage API for its buckets. Resolves in every case; no message repeats the key. */
export declare function probeStorage(access: {
    readonly url: string;
    readonly serviceKey: string;
    readonly signal?: AbortSignal;
}): Promise<StorageProbe>;
