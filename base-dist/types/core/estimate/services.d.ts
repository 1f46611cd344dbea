import type { EngineConfig } from '../config.ts';
import type { Plan } from '../plan/types.ts';
import type { Session } from '../postgres/session.ts';
/** What steps on other services than PostgreSQL cost, in seconds. */
export interface ServiceRates {
    /** For each byte of weight of files that are carried, and of files that are read back. */
    readonly files: number;
    readonly readBack: number;
    /** One request to Storage. */
    readonly request: number;
    /** For each byte of weight of users that are created. */
    readonly user: number;
    /** The whole list of a project's users. */
    readonly listUsers: number;
    /** Files that were downloaded, with their bytes, and how long requests of Stack Auth took; empty where none are moved. */
    readonly words: readonly string[];
}
/**
 * Times real downloads of some files of each bucket, with as many at once as the run will have, and a request to Stack
 * Auth. Nothing is written to either service: an upload is taken to be as long as its download, and creating a user as
 * long as listing some. Throws CutoverError where a service cannot be reached.
 */
export declare function measureServices(config: EngineConfig, plan: Plan, source: Session, signal?: AbortSignal): Promise<ServiceRates>;
