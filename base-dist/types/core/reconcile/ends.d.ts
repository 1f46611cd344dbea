import { type Session } from '../postgres/session.ts';
import { type Snapshot } from '../run/snapshot.ts';
/** A session on each end, under settings that both write values in, each in a read-only snapshot. */
export interface Pair {
    readonly source: Session;
    readonly target: Session;
}
/** The target at one moment: every session that joins sees the same rows, so that references between tables hold. */
export interface TargetSnapshot {
    readonly id: string;
    readonly session: Session;
    /** ISO time. */
    readonly takenAt: string;
}
/** Throws CutoverError. */
export declare function takeTargetSnapshot(targetUrl: string): Promise<TargetSnapshot>;
/** Throws CutoverError. */
export declare function openPair(urls: {
    readonly sourceUrl: string;
    readonly targetUrl: string;
}, snapshots: {
    readonly source: Snapshot;
    readonly target: TargetSnapshot;
}): Promise<Pair>;
