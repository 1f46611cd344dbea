import type { House } from '../house.ts';
/** Prints a report on users, or sends reset mails. Gives the exit code. Throws CutoverError. */
export declare function runUsers(topic: string, house: House): Promise<number>;
/** As RFC 4180 has it. A field that a spreadsheet would take for a formula, which a user's name may be, stays text. */
export declare function csvField(value: string): string;
