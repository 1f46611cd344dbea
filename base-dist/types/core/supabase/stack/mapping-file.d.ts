import type { Session } from '../../postgres/session.ts';
import { type LedgerUser } from './mapping.ts';
/**
 * Writes `user-mapping.json` (0600) into the run's folder, row by row, and in place of a former one only when it is
 * whole. Gives its path. Throws what the file system says.
 */
export declare function writeMappingFile(target: Session, runId: string, folder: string, now: Date): Promise<string>;
/** Writes `user-resets.json` beside it: who has not been sent a reset mail when the ledger goes. */
export declare function writeResetsFile(target: Session, runId: string, folder: string, now: Date): Promise<string>;
/** True for a user who must set a password and has not been sent the way to it. */
export declare function needsReset(user: Pick<LedgerUser, 'password' | 'resetSentAt'>): boolean;
