import type { Session } from '../../postgres/session.ts';
import { UuidMap } from '../../postgres/uuid-map.ts';
import type { PasswordFate } from './request.ts';
/** A user of the source and the same user in Stack Auth. */
export interface MappedUser {
    readonly supabaseUserId: string;
    readonly stackUserId: string;
    readonly email: string | undefined;
    readonly name: string | undefined;
    readonly password: PasswordFate;
    /** Words of `notes` in request.ts, and `provider:NAME` for each account that the project does not take. */
    readonly notes: readonly string[];
    /** Digest of what the user was created from: tells one that has changed on the source since. */
    readonly fingerprint: string;
}
export interface LedgerUser extends MappedUser {
    /** ISO times. */
    readonly migratedAt: string;
    readonly resetSentAt: string | undefined;
}
/** Beside the steps in the ledger's schema, and dropped with it. */
export declare const createMappingSql = "\n  CREATE TABLE cutover.user_mapping (\n    run_id text NOT NULL REFERENCES cutover.run (id),\n    supabase_user_id uuid NOT NULL,\n    stack_user_id uuid NOT NULL UNIQUE,\n    email text,\n    name text,\n    password text NOT NULL CHECK (password IN ('carried', 'reset', 'none')),\n    notes text[] NOT NULL,\n    fingerprint text NOT NULL,\n    migrated_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),\n    reset_sent_at timestamptz,\n    PRIMARY KEY (run_id, supabase_user_id)\n  );\n";
/** True where the ledger has a mapping: the run creates users in Stack Auth. */
export declare function mappingExists(target: Session): Promise<boolean>;
/** Inside the caller's transaction, together with the ledger row of the step that created them. */
export declare function insertMapped(target: Session, runId: string, users: readonly MappedUser[]): Promise<void>;
/** Stack Auth's ids of the mapped users in a range, by their ids in Supabase; `to` does not belong to it. */
export declare function readMappedRange(target: Session, runId: string, range: {
    readonly from?: string | undefined;
    readonly to?: string | undefined;
}): Promise<Map<string, string>>;
export declare function deleteMapped(target: Session, runId: string, supabaseUserIds: readonly string[]): Promise<void>;
/** The whole mapping in pages, in the order of the old ids; rows may be deleted between two pages. */
export declare function readMapping(target: Session, runId: string): AsyncGenerator<readonly LedgerUser[]>;
/** The mapping as the copies need it. */
export declare function loadUuidMap(target: Session, runId: string): Promise<UuidMap>;
export declare function markResetSent(target: Session, runId: string, supabaseUserId: string): Promise<void>;
