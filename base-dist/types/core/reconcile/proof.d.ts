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
export declare function sourceProof({ detail }: Pick<LedgerRun, 'detail'>, now: Counters): ProveSource;
