import type { House } from '../house.ts';
/** Runs one of the commands on the migration folder and gives the exit code. Throws CutoverError. */
export declare function runMigrations(topic: string, names: readonly string[], house: House): Promise<number>;
