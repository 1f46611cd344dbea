import type { Session } from '../postgres/session.ts';
import { type Change } from './history.ts';
import { type Job } from './job.ts';
import { type Segment } from './transactions.ts';
/**
 * Carries out what cannot be one transaction: statement by statement, where neighbours that can share one do. Before
 * each part the target notes which it is, and the note of a part that is a transaction commits with it: so a process
 * that dies leaves a record of where it was, and the same command goes on there. Only a single statement outside of a
 * transaction may have been done without its note, or by half.
 */
export declare function carryOutOutside(session: Session, job: Job, segments: readonly Segment[]): Promise<Change>;
