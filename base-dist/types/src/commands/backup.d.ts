import type { House } from '../house.ts';
/** Backs up the source, or that of every profile. Gives the exit code. Throws CutoverError. */
export declare function runBackup(house: House): Promise<number>;
/** Restores a backup into the target. Gives the exit code. Throws CutoverError. */
export declare function runRestore(folder: string, house: House): Promise<number>;
