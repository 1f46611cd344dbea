/** The part of `process` that ends a program; tests bring their own. */
export type ProcessLike = Pick<NodeJS.Process, 'on' | 'off' | 'removeAllListeners'> & {
    exit(code: number): void;
};
export interface ShutdownOptions {
    readonly process: ProcessLike;
    /** Tells the operator; stderr, usually. */
    readonly say: (line: string) => void;
    /** Keeps an error with its stack and cause where the operator can find it later. */
    readonly record: (message: string, error: unknown) => void;
}
/**
 * The end of the program in two stages, as graphile-worker's: the first signal asks the engine to stop at a safe
 * point, the second ends the program. Whatever must be put away is put away once, in either case.
 */
export interface Shutdown {
    /** To be put away before the program ends: last in, first out, each once. Returns the way out of the list. */
    onExit(cleanup: () => Promise<void> | void): () => void;
    /** What the first signal asks for. Without any of these the first signal ends the program. */
    onStop(stop: () => Promise<void> | void): () => void;
    /** Puts everything away. Safe to call twice: the second call waits for the first. Never throws. */
    cleanup(): Promise<void>;
    /** No longer listens to signals and errors. */
    dispose(): void;
}
export declare function createShutdown(options: ShutdownOptions): Shutdown;
