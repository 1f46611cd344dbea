/**
 * The thread in which pg_dump (WebAssembly) runs. libpq's writes are synchronous there, so each request blocks this
 * thread until the main thread has the server's answer; the main thread goes on meanwhile.
 */
import { type MessagePort } from 'node:worker_threads';
/** What the thread is started with. */
export interface DumpWorkerData {
    readonly args: readonly string[];
    readonly parameters: Readonly<Record<string, string>>;
    /** The server's answers come through here, where a blocked thread can fetch them. */
    readonly answers: MessagePort;
    /** One Int32: 0 while an answer is awaited, 1 once it lies in `answers`. */
    readonly answered: Int32Array<SharedArrayBuffer>;
}
export type DumpWorkerMessage = {
    readonly type: 'exchange';
    readonly bytes: Uint8Array;
    readonly readyForQueries: number;
} | {
    readonly type: 'done';
    readonly sql: string;
} | {
    readonly type: 'failed';
    readonly message: string;
};
