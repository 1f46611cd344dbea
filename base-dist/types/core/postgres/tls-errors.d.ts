import type { Failure, Seen } from './connection-attempt.ts';
/** What is wrong with TLS, its certificates and its files. */
export declare function ofTls({ code, message, at, place }: Seen): Failure | undefined;
