import type { TableChecksum } from './checksum.ts';
import type { TableVerdict } from './types.ts';
/** The verdict on one table from what both ends computed. Counts alone are a match with a reason, never a bare one. */
export declare function compareTable(table: string, source: TableChecksum, target: TableChecksum): TableVerdict;
/** A table that was not compared, and why. */
export declare function skippedTable(table: string, reason: string): TableVerdict;
