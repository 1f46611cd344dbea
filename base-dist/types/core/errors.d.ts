/** Coded errors in the operator's words. A code is stable: scripts and docs refer to it. */
export type ErrorCode = 'config.invalid' | 'connection.refused' | 'connection.dns' | 'connection.ipv6' | 'connection.protocol' | 'connection.unreachable' | 'connection.timeout' | 'connection.tls' | 'connection.password' | 'connection.sasl' | 'connection.role' | 'connection.database' | 'connection.too-many' | 'connection.pooler' | 'connection.lost' | 'connection.storage' | 'connection.stack' | 'source.not-read-only' | 'source.snapshot-lost' | 'source.schema-changed' | 'target.lock-lost' | 'same-database' | 'rights.missing' | 'dump.failed' | 'dump.unsupported-server' | 'schema.object-failed' | 'copy.failed' | 'copy.row-count' | 'copy.unmapped-user' | 'stack.refused' | 'stack.invalid' | 'stack.taken' | 'step.failed' | 'storage.missing' | 'storage.changed' | 'storage.exists' | 'storage.refused' | 'storage.files-failed' | 'ledger.busy' | 'ledger.missing' | 'ledger.unfinished' | 'ledger.held' | 'ledger.version' | 'hold.running' | 'confirm.mismatch' | 'go.missing' | 'no-go' | 'drill.not-killed' | 'backup.failed' | 'backup.damaged' | 'restore.refused' | 'restore.failed' | 'verify.failed' | 'rollback.failed' | 'migrations.folder' | 'migrations.refused' | 'migrations.interrupted' | 'migrations.failed' | 'demo.server' | 'stopped' | 'internal';
export interface CutoverErrorOptions {
    /** What the operator should do next, in one or two sentences. */
    readonly hint: string;
    readonly cause?: unknown;
    /** PostgreSQL's SQLSTATE, where the server gave one. */
    readonly sqlState?: string;
    /** True where the same work may succeed when it is tried again. */
    readonly transient?: boolean;
}
/** The only error that an operator is shown: code, message, hint. The stack and the cause go to run.log. */
export declare class CutoverError extends Error {
    readonly name = "CutoverError";
    readonly code: ErrorCode;
    readonly hint: string;
    readonly sqlState: string | undefined;
    readonly transient: boolean;
    constructor(code: ErrorCode, message: string, options: CutoverErrorOptions);
}
/** Wraps whatever was thrown, so that a caller can rely on code, message and hint. */
export declare function toCutoverError(error: unknown): CutoverError;
