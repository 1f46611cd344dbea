import type { House } from '../house.ts';
/** Writes the seed and gives the exit code. Throws CutoverError. */
export declare function runSeed(house: House): Promise<number>;
