export interface ServerRequest {
    /** The npm package that brings the server programs; PostgreSQL 17 where it is left out. */
    readonly distribution?: string;
    /** Lines of postgresql.conf, over those that make a throw-away server fast. */
    readonly settings?: Readonly<Record<string, string>>;
    /** The name of the cluster's superuser: `postgres` where it is left out. */
    readonly superuser?: string;
    /** Files of extensions by name, beside those that the distribution brings. */
    readonly extensionFiles?: readonly (readonly [string, string])[];
    /** Keeps this process alive until `stop()`; without it the server ends with the process's last other work. */
    readonly hold?: boolean;
}
/** A running PostgreSQL server of our own. It ends, and its folder goes, when this process ends in whatever way. */
export interface EmbeddedServer {
    readonly host: string;
    readonly port: number;
    readonly superuser: string;
    /** The superuser's password, drawn anew for each server. */
    readonly password: string;
    /** Data, log (`server.log`) and unix socket are in here; 0700. */
    readonly folder: string;
    /** Process id of the postmaster. */
    readonly pid: number;
    /** A connection URL over TCP, by default of the superuser. The password in it is the server's own. */
    url(role?: string, database?: string): string;
    /** The same over the unix socket, in the form `?host=/folder`. */
    socketUrl(role?: string, database?: string): string;
    /** Ends every connection and starts again, on the same port with the same data; `immediate` is a crash. */
    restart(mode?: 'fast' | 'immediate'): Promise<void>;
    /** Ends the server and removes everything of it. Safe to call twice. */
    stop(): Promise<void>;
}
/**
 * Starts a PostgreSQL server on a free port of 127.0.0.1, with an empty cluster in a fresh temporary folder
 * (UTF8, locale C, so that every machine sorts alike). Writes nothing to stdout or stderr. Throws `demo.server`.
 */
export declare function startServer(request?: ServerRequest): Promise<EmbeddedServer>;
