import { changedTables } from '../inventory/counters.ts';
import type { Counters } from '../inventory/types.ts';
import type { LedgerRun } from '../ledger.ts';
import type { TableChecksum } from '../verify/checksum.ts';
import type { SourceProof } from './export.ts';

/** Tells of each table of the source whether it still is what the run moved. */
export type ProveSource = (table: string, now: TableChecksum) => SourceProof;

/**
 * A checksum that the verification recorded is the best witness, and the change counters the second: they are of no use
 * once the server has begun to count anew. `now` must have been read behind the snapshot of the comparison. Pure.
 */
export function sourceProof({ detail }: Pick<LedgerRun, 'detail'>, now: Counters): ProveSource {
  const { changed, reason } = changedTables(detail.counters as Counters, now);
  const written = new Set(changed);
  return (table, sum) => {
    const recorded = detail.hold?.sums?.[table];
    if (recorded?.[0] === sum.rows && recorded[1] === sum.checksum) {
      return { unchanged: true, detail: 'rows and checksum are those that the run was verified with' };
    }
    if (reason === 'counters' && !written.has(table)) {
      return { unchanged: true, detail: 'its change counters have not moved since the run began' };
    }
    if (recorded !== undefined)
      return { unchanged: false, detail: 'its rows are not those that the run was verified with' };
    if (reason === 'counters')
      return { unchanged: false, detail: 'its change counters have moved since the run began' };
    return { unchanged: false, detail: 'the change counters of the source began anew, and no checksum was recorded' };
  };
}
