import { CutoverError } from '../../errors.ts';
import type { Session } from '../session.ts';
/** An idle session's socket on which another program's requests are asked and answered, one after the other. */
export interface Exchange {
    /** Everything that the server sends up to the given number of ReadyForQuery messages; with 0, nothing is awaited. */
    ask(request: Uint8Array, readyForQueries: number): Promise<Uint8Array>;
    /** Ends what the program left open and gives the socket back to pg. */
    release(): Promise<void>;
}
/**
 * Takes the session's socket until `release`. When the connection ends or the signal fires, `onLost` is called once,
 * with `connection.lost` or `stopped`; an `ask` that is under way rejects with the same error.
 */
export declare function openExchange(session: Session, onLost: (error: CutoverError) => void, signal: AbortSignal | undefined): Exchange;
/** The error of a dump that its caller called off. */
export declare function stopped(): CutoverError;
