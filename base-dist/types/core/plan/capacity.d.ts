import type { Session } from '../postgres/session.ts';
/** What a target has for building indexes. */
export interface Capacity {
    /** Cores of the server; undefined where it does not say. */
    readonly cores: number | undefined;
    /** Parallel workers that one build may have by the server's own settings. */
    readonly maintenanceWorkers: number;
    /** Parallel workers that the whole server may have. */
    readonly parallelWorkers: number;
    /** Memory in megabytes that the server gives to one build by its own settings. */
    readonly maintenanceMb: number;
    /** Memory in megabytes that the server believes to be there for caching: its own, and the system's. */
    readonly cacheMb: number;
}
/** Reads what a target has; its cores only where the role may read a server's files. Throws CutoverError. */
export declare function readCapacity(session: Session): Promise<Capacity>;
/** `0-3,6` and `150000 100000`: five cores, of which a container may use one and a half, which is two. */
export declare function coresOf(online: string, quota: string): number | undefined;
