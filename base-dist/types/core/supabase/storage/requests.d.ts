/**
 * `fetch` for one end: it stops with the signal, and holds every request back while the server has asked for patience
 * (Retry-After).
 */
export declare function patientFetch(signal: AbortSignal): typeof fetch;
/**
 * One request or transfer, tried again while the answer can be another one. Throws CutoverError; `stopped` once the
 * signal fires.
 */
export declare function tryHard<T>(about: {
    readonly end: 'source' | 'target';
    readonly what: string;
    readonly signal: AbortSignal;
}, work: (attempt: number) => Promise<T>): Promise<T>;
