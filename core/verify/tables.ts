import type { TableChecksum } from './checksum.ts';
import type { TableVerdict } from './types.ts';

/** The verdict on one table from what both ends computed. Counts alone are a match with a reason, never a bare one. */
export function compareTable(table: string, source: TableChecksum, target: TableChecksum): TableVerdict {
  const equal = source.rows === target.rows && source.checksum === target.checksum;
  return {
    table,
    sourceRows: source.rows,
    targetRows: target.rows,
    sourceChecksum: source.checksum,
    targetChecksum: target.checksum,
    verdict: equal ? 'match' : 'differ',
    reason: equal ? (source.checksum === '' ? 'rows counted, contents not compared' : '') : explain(source, target),
  };
}

/** A table that was not compared, and why. */
export function skippedTable(table: string, reason: string): TableVerdict {
  return {
    table,
    sourceRows: 0,
    targetRows: 0,
    sourceChecksum: '',
    targetChecksum: '',
    verdict: 'skipped',
    reason,
  };
}

function explain(source: TableChecksum, target: TableChecksum): string {
  const missing = source.rows - target.rows;
  if (missing === 0) return 'as many rows on both ends, but other contents';
  const rows = `${Math.abs(missing)} ${Math.abs(missing) === 1 ? 'row' : 'rows'}`;
  return missing > 0 ? `the target lacks ${rows}` : `the target has ${rows} more`;
}
