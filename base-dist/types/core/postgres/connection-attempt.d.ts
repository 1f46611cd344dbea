import type { ErrorCode } from '../errors.ts';
/** Where the attempt went. Must not hold a password. */
export interface Place {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
}
/** How far an attempt to connect came before it failed. */
export interface Attempt {
    /** The other side took the TCP connection. */
    readonly connected: boolean;
    /** What it sent first; undefined where it said nothing. */
    readonly greeting: Buffer | undefined;
}
/** The kinds of addresses that a host has, where they were looked up. */
export interface HostAddresses {
    readonly ipv4: readonly string[];
    readonly ipv6: readonly string[];
}
export interface Failure {
    readonly code: ErrorCode;
    readonly message: string;
    readonly hint: string;
    readonly transient?: boolean;
}
/** Everything that is known about an attempt that failed. */
export interface Seen {
    readonly code: string;
    readonly message: string;
    readonly at: Place;
    readonly place: string;
    readonly attempt: Attempt;
    readonly addresses: HostAddresses | undefined;
    readonly error: unknown;
}
