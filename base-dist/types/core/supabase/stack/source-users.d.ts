import type { Session } from '../../postgres/session.ts';
/** Users that one step creates: what a crash leaves to be found again, and how often progress is written down. */
export declare const usersPerStep = 100;
/** A row of auth.users with its identities, in the form that every version of Supabase Auth can fill. */
export interface SourceUser {
    readonly id: string;
    readonly email: string | undefined;
    readonly emailConfirmed: boolean;
    readonly phone: string | undefined;
    readonly passwordHash: string | undefined;
    /** What the user may change, and what only the server may. */
    readonly userMetadata: Readonly<Record<string, unknown>>;
    readonly appMetadata: Readonly<Record<string, unknown>>;
    readonly createdAt: string | undefined;
    readonly bannedUntil: string | undefined;
    readonly anonymous: boolean;
    readonly sso: boolean;
    /** Deleted in name only: the row is kept, for what refers to it. ISO time. */
    readonly deletedAt: string | undefined;
    readonly identities: readonly {
        readonly provider: string;
        readonly accountId: string;
        readonly email: string | undefined;
    }[];
    /** Verified second factors, and the secret of the first one that is an app's. */
    readonly factors: number;
    readonly totpSecret: string | undefined;
}
/** Where the ranges of {@link usersPerStep} users begin, and how many users there are. */
export declare function readUserBounds(source: Session): Promise<{
    readonly count: number;
    readonly bounds: readonly string[];
}>;
/** True where the source has Supabase's users. */
export declare function hasUsers(source: Session): Promise<boolean>;
/** The users of a range of ids, in order; `to` does not belong to it. */
export declare function readUsers(source: Session, range: {
    readonly from?: string | undefined;
    readonly to?: string | undefined;
}, limit?: number): Promise<SourceUser[]>;
/** Every user of the source, in the order of their ids. */
export declare function allUsers(source: Session): AsyncGenerator<SourceUser>;
