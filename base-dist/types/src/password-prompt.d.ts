import { type connect } from '../core/index.ts';
import type { ConnectionSettings } from './connection-settings.ts';
export interface Terminal {
    readonly stdin: NodeJS.ReadStream;
    readonly stderr: NodeJS.WriteStream;
}
/**
 * Asks for the passwords that the servers want and nothing has, as psql does: only after a server has asked.
 * ~/.pgpass and trust are found out by trying. Other failures to connect are left for the checks to explain.
 */
export declare function askForPasswords(settings: ConnectionSettings, ends: readonly ('source' | 'target')[], tryToConnect: typeof connect, ask: (question: string) => Promise<string>): Promise<ConnectionSettings>;
/** Reads one line from the terminal without showing it. The question goes to stderr: stdout may be a pipe. */
export declare function askHidden({ stdin, stderr }: Terminal, question: string): Promise<string>;
