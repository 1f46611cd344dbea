import type { Check } from '../preflight/types.ts';
export declare const backupTakenCheck: Check;
