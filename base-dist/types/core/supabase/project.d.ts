/** The claims of a key that is a JWT; only looked at, not verified. Empty for keys of another form. */
export declare function keyClaims(key: string): {
    readonly role?: unknown;
    readonly ref?: unknown;
};
/** The reference of the hosted project that a key was made for; undefined where the key does not say. */
export declare function refOfKey(key: string): string | undefined;
/** Of the hosted project at an API URL; undefined for a domain of its own, and for self-hosted ones. */
export declare function refOfApi(url: string): string | undefined;
/** Of the hosted project that a connection string leads to, directly or by a pooler. [Supabase documentation, Connect] */
export declare function refOfDatabase(url: string): string | undefined;
