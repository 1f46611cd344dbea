import { type Session } from '../postgres/session.ts';
import { type Snapshot } from './snapshot.ts';
/** Name of the sessions that do a run's work on the target, behind `cutover `: what a resume may end as leftovers. */
export declare const workerPurpose = "worker";
/**
 * The sessions of a run's jobs. One is opened when a step needs it and none is idle, so there are never more on either
 * end than jobs; a broken one is dropped, and the next step opens another.
 */
export declare class SessionPool {
    #private;
    constructor(urls: {
        readonly sourceUrl: string;
        readonly targetUrl: string;
    }, snapshot: Snapshot, holder: Session | undefined);
    /** Runs work on a session of the target. */
    withTarget<T>(work: (target: Session) => Promise<T>): Promise<T>;
    /** Runs work on a session of the source, inside the snapshot. */
    withSource<T>(work: (source: Session) => Promise<T>): Promise<T>;
    withBoth<T>(work: (source: Session, target: Session) => Promise<T>): Promise<T>;
    /**
     * Ends what is running on both ends, for good: `control` is a session of the target by which the backends are told.
     * What they were doing is rolled back.
     */
    abort(control: Session): Promise<void>;
    close(): Promise<void>;
}
