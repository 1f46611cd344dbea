import type { RunSummary } from '../commands.ts';
import { type Report } from './schema.ts';
/**
 * The runs that the state folder knows, newest first, without a connection. A run that was killed has no report:
 * its last events tell how far it came. Folders without either are no runs and are left out.
 */
export declare function readReports(stateDir: string): Promise<readonly RunSummary[]>;
/** The report of one run; undefined where there is none, or one of another version of the tool. */
export declare function readReport(folder: string): Promise<Report | undefined>;
