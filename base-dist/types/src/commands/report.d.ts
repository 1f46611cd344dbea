import type { House } from '../house.ts';
/** Makes a run's report anew and says where it is. Gives the exit code. Throws CutoverError. */
export declare function runReport(runId: string | undefined, house: House): Promise<number>;
