import type { House } from '../house.ts';
/** Starts the sample and moves it without anybody: check, estimate, run with its verification. Gives the exit code. */
export declare function runDemo(house: House): Promise<number>;
