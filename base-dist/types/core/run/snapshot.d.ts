import type { Counters } from '../inventory/types.ts';
import { type Session } from '../postgres/session.ts';
/** One exported snapshot and the session that keeps it alive; every reader of a run sees the source through it. */
export interface Snapshot {
    readonly id: string;
    /** The exporting session, inside its transaction: what it reads belongs to the snapshot too. */
    readonly session: Session;
    /** Change counters read before the snapshot was taken: what they count is in it. */
    readonly counters: Counters;
    close(): Promise<void>;
}
/** Takes a snapshot of the source. Throws `connection.*`, or what the server says where it cannot export one. */
export declare function takeSnapshot(sourceUrl: string): Promise<Snapshot>;
/** Opens a source session inside the snapshot. Throws `source.snapshot-lost` where its exporter is gone. */
export declare function joinSnapshot(sourceUrl: string, snapshot: Snapshot, purpose: string): Promise<Session>;
