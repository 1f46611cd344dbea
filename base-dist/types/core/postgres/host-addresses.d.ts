import type { HostAddresses } from './connection-attempt.ts';
/**
 * The addresses that DNS has for a host. The system's own lookup leaves out those of a kind that this machine has no
 * route for, so that a host with IPv6 alone looks as if it did not exist. Resolves in every case.
 */
export declare function addressesOf(host: string): Promise<HostAddresses | undefined>;
