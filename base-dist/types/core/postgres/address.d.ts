import type { ConnectionOptions } from 'node:tls';
export type TlsMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
/** Where a connection string leads, in libpq's meaning of its parts. */
export interface Address {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
    readonly password: string | undefined;
    /** True where `host` is the folder of a Unix socket. */
    readonly socket: boolean;
    readonly tlsMode: TlsMode;
    /** Options for the TLS handshake; undefined where none is wanted. */
    readonly tls: ConnectionOptions | undefined;
    readonly connectTimeoutMs: number | undefined;
    /** Command-line options for the server, from `?options=`. */
    readonly options: string | undefined;
}
/**
 * Reads a URL (`postgres://`, `postgresql://`) or libpq's `key=value` form. Parts that are left out come from
 * libpq's variables (PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSWORD, PGSSLMODE).
 * Throws `config.invalid`. No message repeats the string: it may hold a password.
 */
export declare function parseAddress(text: string, end: 'source' | 'target'): Address;
/** `host:port/database`: how an end is named on screens and in events. */
export declare function formatAddress(address: Pick<Address, 'host' | 'port' | 'database'>): string;
