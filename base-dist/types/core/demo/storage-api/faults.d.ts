import type { IncomingMessage, ServerResponse } from 'node:http';
/** What is to go wrong, for the next requests that fit. */
export interface Fault {
    readonly method?: string;
    /** A part of the path, as it stands in the request. */
    readonly path?: string;
    /** How many requests are hit; one where it is left out. */
    readonly times?: number;
    /** The answer in place of the real one; `retryAfter` in seconds. */
    readonly status?: number;
    readonly retryAfter?: number;
    /** The connection is cut after this many bytes of the body, whichever way it goes. */
    readonly cutAfter?: number;
    /** How long the answer waits, in ms. */
    readonly delayMs?: number;
}
/** Faults on demand, each for a number of requests. */
export declare class Faults {
    #private;
    slow(delayMs: number): void;
    add(fault: Fault): void;
    /** True where the request was answered, or has no connection any more. */
    strike(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}
