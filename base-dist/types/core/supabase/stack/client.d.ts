import type { StackSettings } from '../../config.ts';
import { CutoverError } from '../../errors.ts';
/** Users that are created, deleted or told something at once. No limit of the service is known; this is polite. */
export declare const requestsAtOnce = 4;
/** A user as Stack Auth has it, in what a migration needs of it. */
export interface StackUser {
    readonly id: string;
    readonly email: string | undefined;
    readonly hasPassword: boolean;
    /** Ids of the OAuth providers that the user can sign in with. */
    readonly providers: readonly string[];
    /** The id that the user had in Supabase, and the run that brought it; undefined for users of another origin. */
    readonly origin: {
        readonly supabaseUserId: string;
        readonly runId: string;
    } | undefined;
}
/** What became of a request to create a user. */
export type Creation = {
    readonly type: 'created';
    readonly user: StackUser;
}
/** Somebody has this e-mail for signing in: perhaps the same user, created by a request whose answer was lost. */
 | {
    readonly type: 'taken';
} | {
    readonly type: 'provider-unknown';
    readonly provider: string;
}
/** Nobody knows whether it was created: the connection broke, or the server stumbled. */
 | {
    readonly type: 'unknown';
    readonly error: CutoverError;
};
/** Stack Auth's server API, as far as a migration needs it. Every call throws CutoverError; no message has the key. */
export interface StackClient {
    createUser(body: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Creation>;
    /** One that is not there is no error. */
    deleteUser(id: string, signal?: AbortSignal): Promise<void>;
    /** All users, anonymous ones included, oldest first. */
    listUsers(signal?: AbortSignal): AsyncGenerator<StackUser>;
    /** Whether the user signs in with this password; out again at once. */
    signsIn(email: string, password: string, signal?: AbortSignal): Promise<boolean>;
    /** Asks for a mail with a code to set a password with. The service does not tell whether the user exists. */
    sendResetCode(email: string, callbackUrl: string, signal?: AbortSignal): Promise<void>;
}
/** Opens no connection. [stack-auth: users/crud.tsx, smart-request.tsx] */
export declare function createStackClient(settings: StackSettings): StackClient;
