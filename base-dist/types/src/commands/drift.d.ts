import type { House } from '../house.ts';
/** Compares the sources of truth of a schema. Gives the exit code: 4 where they part more than --allow lets pass. */
export declare function runDrift(house: House): Promise<number>;
