import type { SourceUser } from './source-users.ts';
/** What becomes of a user's password: it goes along, must be set anew, or there is none to care for. */
export type PasswordFate = 'carried' | 'reset' | 'none';
export type PasswordFormat = 'bcrypt' | 'bcrypt-costly' | 'argon2' | 'fbscrypt' | 'encrypted' | 'unknown' | 'none';
/** A user as it is to be created in Stack Auth. */
export interface UserRequest {
    readonly supabaseUserId: string;
    readonly email: string | undefined;
    readonly name: string | undefined;
    /** True where the user signs in by this e-mail, and can be sent a code to set a password with. */
    readonly mailable: boolean;
    readonly format: PasswordFormat;
    /** Why the user cannot do everything as before; `anonymous`, `banned`, `phone` …. */
    readonly notes: readonly string[];
    /** The body of `POST /users`. */
    readonly body: Readonly<Record<string, unknown>> & {
        readonly oauth_providers?: readonly OAuthAccount[];
    };
}
export interface OAuthAccount {
    readonly id: string;
    readonly account_id: string;
    readonly email: string | null;
}
/** The format of what stands in `encrypted_password`. */
export declare function passwordFormat(hash: string | undefined): PasswordFormat;
/**
 * A row of auth.users as a request. Pure; `now` decides whether a ban still lasts.
 *
 * Metadata keeps its audience: what the user may change goes to client_metadata, what the user may only read, and
 * rights are built on, to client_read_only_metadata. What Stack Auth has no place for is kept in server_metadata.
 */
export declare function userRequest(user: SourceUser, run: {
    readonly runId: string;
    readonly now: Date;
}): UserRequest;
/** What becomes of the password, once it is known which of the accounts the project took. */
export declare function passwordFate(request: UserRequest, accounts: number, hasPassword: boolean): PasswordFate;
