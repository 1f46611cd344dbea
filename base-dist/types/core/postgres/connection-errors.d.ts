import { CutoverError } from '../errors.ts';
import type { Attempt, HostAddresses, Place } from './connection-attempt.ts';
/**
 * An attempt to connect that failed, in the operator's words: each cause with its own way on. `addresses` are those of
 * the host, where the failure is one of the network.
 */
export declare function connectionError(error: unknown, end: 'source' | 'target', at: Place, attempt: Attempt, addresses?: HostAddresses): CutoverError;
/** True where the addresses of the host tell more about the failure than the failure itself. */
export declare function asksForAddresses(error: unknown, { connected }: Attempt): boolean;
