import { type Report } from './schema.ts';
/**
 * Writes report.json, report.md and report.html into the run's folder, each 0600 and each whole or not at all.
 * Gives the path of report.md. Rejects with the file system's error; {@link Journal.saveReport} tolerates it.
 */
export declare function writeReport(folder: string, report: Report): Promise<string>;
