import type { DriftFacts } from '../screens/views/drift.ts';
import type { Connections } from './program.ts';
/** Compares both ends, and what lies in the working folder, for the wizard's screen. Throws CutoverError. */
export declare function readDriftFacts({ sourceUrl, targetUrl }: Connections, root: string): Promise<DriftFacts>;
