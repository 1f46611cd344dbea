import type { UserRequest } from './request.ts';
import { type StackClient, type StackUser } from './client.ts';
/** A request, the user that it became, and the accounts that the project did not take. */
export interface CreatedUser {
    readonly request: UserRequest;
    readonly user: StackUser;
    readonly missingProviders: readonly string[];
}
/**
 * What is known of the Stack Auth project. The service takes no key by which it would know a request again, so the old
 * id in server_metadata is what tells that a user is there.
 */
export declare class KnownUsers {
    #private;
    /** Providers that the project has not enabled. */
    readonly missingProviders: Set<string>;
    constructor(client: StackClient, runId: string);
    /** Reads the whole list of the project. */
    look(signal?: AbortSignal): Promise<void>;
    lookOnce(signal?: AbortSignal): Promise<void>;
    get(supabaseUserId: string): StackUser | undefined;
    add(supabaseUserId: string, user: StackUser): void;
    remove(supabaseUserId: string): void;
    /** True where another run brought the same user: its passwords may be of another day. */
    isForeign(supabaseUserId: string): boolean;
}
/**
 * Creates each user once, or finds the one that an earlier attempt has created: after a crash, a broken connection or
 * an answer that was lost, the project's list says who is there. Throws CutoverError; what was created by then is found
 * by the next attempt.
 */
export declare function createUsers(requests: readonly UserRequest[], client: StackClient, known: KnownUsers, signal?: AbortSignal): Promise<CreatedUser[]>;
