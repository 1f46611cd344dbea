import type { StackSettings } from '../../config.ts';
import { CutoverError } from '../../errors.ts';
import type { Session } from '../../postgres/session.ts';
import type { UuidMap } from '../../postgres/uuid-map.ts';
import { type StackClient } from './client.ts';
import { type CreatedUser, KnownUsers } from './create-users.ts';
import { type MappedUser } from './mapping.ts';
import { type UserRequest } from './request.ts';
/** What the steps of one run share about Stack Auth. */
export interface StackRun {
    readonly runId: string;
    /** Where user-mapping.json goes. */
    readonly folder: string;
    readonly client: StackClient;
    readonly known: KnownUsers;
    /** The mapping as the copies need it, read once; every user must be there by then. */
    mapping(withTarget: <T>(work: (target: Session) => Promise<T>) => Promise<T>): Promise<UuidMap>;
}
export declare function createStackRun(settings: StackSettings, runId: string, folder: string): StackRun;
/** The settings, or why nothing can be done without them. Throws `config.invalid`. */
export declare function requireStack(settings: StackSettings | undefined): StackSettings;
export declare function stackMissing(): CutoverError;
/** What the ledger keeps of a user that is there. */
export declare function mappedUser({ request, user, missingProviders }: CreatedUser): MappedUser;
/** The same for the same user, whatever run asks and whenever. Keys come in one order: rows are read by one query. */
export declare function fingerprintOf(request: UserRequest): string;
