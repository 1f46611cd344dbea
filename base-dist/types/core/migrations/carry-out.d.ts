import type { Session } from '../postgres/session.ts';
import type { Document } from './document.ts';
import type { Change } from './history.ts';
import { type Job } from './job.ts';
import { type Segment } from './transactions.ts';
/** The statements of the change, cut into what may share a transaction. */
export declare function segmentsOfJob(document: Document): Segment[];
/** True where all of it is one transaction: then it happens as a whole, with its verification and its row, or not at all. */
export declare function isOneTransaction(document: Document): boolean;
/**
 * Carries out one migration or its way back, and writes the history. Gives what was noted. Throws `migrations.failed`
 * where nothing has changed, `migrations.interrupted` where a part outside of a transaction stays done, `stopped`, and
 * `connection.lost`: then the history says which of the two it is.
 */
export declare function carryOut(session: Session, job: Job): Promise<Change>;
