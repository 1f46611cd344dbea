import type { Session } from './session.ts';
/**
 * The ledger is no object of the project's: the target's event triggers, which may log or refuse schema changes, do not
 * see it come or go. Inside the caller's transaction, so they are never off for anybody else. Only a superuser may.
 */
export declare function withoutEventTriggers(session: Session, work: () => Promise<void>): Promise<void>;
