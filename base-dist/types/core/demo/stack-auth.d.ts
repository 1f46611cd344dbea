import type { StackSettings } from '../config.ts';
/** A user as the service keeps it; the hash is what a login would be compared with. */
export interface StackAuthUser {
    readonly id: string;
    readonly signedUpAt: number;
    readonly passwordHash: string | undefined;
    readonly fields: Readonly<Record<string, unknown>>;
}
/** What goes wrong with one request: before anything is done, or after it was done and before the answer. */
export type StackAuthFault = {
    readonly type: 'throttle';
    readonly retryAfterSeconds: number;
} | {
    readonly type: 'error';
    readonly status: number;
} | {
    readonly type: 'cut-before';
} | {
    readonly type: 'cut-after';
};
export interface StackAuthServer {
    readonly settings: StackSettings;
    /** In the order of their creation. */
    users(): readonly StackAuthUser[];
    /** E-mails that a reset code was asked for, in order. */
    /** Password by hash: what a user may sign in with. The double does not compute bcrypt. */
    readonly passwords: Map<string, string>;
    readonly resetMails: readonly string[];
    /** How many requests were at work at the same time at most. */
    readonly busiest: number;
    /** Decides for each request, by its method and path; undefined lets it through. */
    fault: ((method: string, path: string, count: number) => StackAuthFault | undefined) | undefined;
    stop(): Promise<void>;
}
export interface StackAuthRequest {
    /** Providers that the project has enabled. */
    readonly providers?: readonly string[];
    /** 0 for any free port. */
    readonly port?: number;
}
/**
 * Stack Auth's server API as far as a migration uses it, on a free port of this machine, in memory: for the demo, and
 * for tests, since the service cannot run here. It refuses what the service refuses, in the service's words.
 * [stack-auth: apps/backend users/crud.tsx, smart-request.tsx, utils/hashes.tsx]
 */
export declare function startStackAuth({ providers, port, }?: StackAuthRequest): Promise<StackAuthServer>;
