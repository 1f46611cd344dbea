import type { House } from '../house.ts';
/** Opens the wizard and gives the exit code of what was done in it. */
export declare function runInteractive(house: House, command: 'wizard' | 'demo'): Promise<number>;
